// Prints the section of a version in CHANGELOG.md. Fails if package.json has another version.
import { readFileSync } from 'node:fs';

const [version = ''] = process.argv.slice(2);
const { version: ours, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
const section = sections.find((each) => each.startsWith(`${version} `));

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`"${version}" is not a version: X.Y.Z`);
else if (version !== ours) fail(`package.json has version ${ours}, not ${version}.`);
else if (section === undefined) fail(`CHANGELOG.md has no section "## ${version} (date)".`);
else process.stdout.write(`${completeLinks(section.slice(section.indexOf('\n')).trim())}\n`);

/** Makes relative links absolute, because release pages are outside of the repository. */
function completeLinks(notes) {
  const home = repository.url.replace(/^git\+|\.git$/g, '');
  return notes.replace(/\]\((?!https:)/g, `](${home}/blob/v${version}/`);
}

function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}
