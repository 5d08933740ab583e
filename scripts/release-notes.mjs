// Prints what CHANGELOG.md says of a version; fails where that is not the version of package.json.
import { readFileSync } from 'node:fs';

const [version = ''] = process.argv.slice(2);
const { version: ours } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
const section = sections.find((each) => each.startsWith(`${version} `));

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`"${version}" is no version: X.Y.Z`);
else if (version !== ours) fail(`package.json says ${ours}, not ${version}.`);
else if (section === undefined) fail(`CHANGELOG.md has no section "## ${version} (date)".`);
else process.stdout.write(`${section.slice(section.indexOf('\n')).trim()}\n`);

function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}
