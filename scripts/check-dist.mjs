// Fails if dist/ differs from what the sources build.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleAction } from './bundle.mjs';
import { writeInventory } from './inventory.mjs';

/** Lists the relative paths of all files in a folder. */
function listFiles(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ name, parentPath }) => relative(folder, join(parentPath, name)));
}

const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  writeInventory(fresh, bundleAction(fresh));
  const names = [...new Set([fresh, 'dist'].flatMap(listFiles))].sort();
  const read = (folder, name) => {
    try {
      return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    } catch {
      return undefined;
    }
  };
  const stale = names.filter((name) => read(fresh, name) !== read('dist', name));
  if (stale.length > 0) {
    console.error(`dist/ is not what src/ builds: ${stale.join(', ')}. Run: npm run build`);
    process.exitCode = 1;
  } else {
    console.log(`dist/ is what src/ builds (${names.length} files).`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
