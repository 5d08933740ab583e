// Fails where dist/ is not what the sources build.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { writeInventory } from './inventory.mjs';

const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  writeInventory(fresh, bundle(fresh, 'src/main.ts'));
  const names = [...new Set([...readdirSync(fresh), ...readdirSync('dist')])].sort();
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
