// Releases a version: npm run release -- X.Y.Z [--dry-run]. The workflow Release runs it after CI and
// the attestations. With --dry-run it runs every check that needs no GitHub, and prints the commands
// instead of running them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const argumentsGiven = process.argv.slice(2);
const isDryRun = argumentsGiven.includes('--dry-run');
const version = argumentsGiven.find((each) => !each.startsWith('--')) ?? readVersion();
const notes = join(process.env.RUNNER_TEMP ?? tmpdir(), `notes-${version}.md`);
const sha = process.env.GITHUB_SHA || capture('git', ['rev-parse', 'HEAD']).stdout.trim();

// An immutable release locks its tag and its assets when it is published, so the assets come first.
const COMMANDS = [
  ['gh', 'release', 'create', `v${version}`, 'dist/sbom.cdx.json', 'dist/licenses.txt'].concat([
    '--draft',
    '--target',
    sha,
    '--title',
    `v${version}`,
    '--notes-file',
    notes,
  ]),
  ['gh', 'release', 'edit', `v${version}`, '--draft=false'],
  ['git', 'tag', '--force', `v${version.split('.')[0]}`, sha],
  ['git', 'push', '--force', 'origin', `refs/tags/v${version.split('.')[0]}`],
];

const CHECKS = [
  ['package.json and CHANGELOG.md have the version', writeNotes],
  ['no placeholder is left', () => capture(process.execPath, ['scripts/name.mjs', '--check'])],
  ['the tree is clean', () => expectEmpty(['git', 'status', '--porcelain'])],
  [`the tag v${version} is new`, () => expectEmpty(['git', 'tag', '--list', `v${version}`])],
  ['dist/ is what the sources build', checkDist],
];

const failed = CHECKS.filter(([name, check]) => {
  const { status, stderr, stdout } = check();
  const why =
    status === 0 ? '' : ` (${(stderr.trim() || stdout.trim()).split('\n')[0]?.slice(0, 120)})`;
  console.log(`${status === 0 ? '✓' : '✗'} ${name}${why}`);
  return status !== 0;
});
if (failed.length > 0) process.exitCode = 1;
if (isDryRun) printPlan();
else if (failed.length === 0) run();

function readVersion() {
  return JSON.parse(readFileSync('package.json', 'utf8')).version;
}

/** Writes the notes of the release; fails if the version is not the one of the repository. */
function writeNotes() {
  const made = capture(process.execPath, ['scripts/release-notes.mjs', version]);
  if (made.status === 0) writeFileSync(notes, made.stdout);
  return made;
}

/** The workflow builds dist/ in CI; without packages nothing can be built. */
function checkDist() {
  const built = capture(process.execPath, ['scripts/check-dist.mjs']);
  const isInstalled = !built.stderr.includes('ERR_MODULE_NOT_FOUND');
  if (isInstalled || !process.env.GITHUB_ACTIONS) return built;
  return { ...built, status: 0 };
}

/** Fails if the command prints something. */
function expectEmpty([command, ...rest]) {
  const result = capture(command, rest);
  return result.status === 0 && result.stdout.trim() !== '' ? { ...result, status: 1 } : result;
}

function printPlan() {
  console.log(
    '\nBefore this script, the workflow Release runs CI and waits for a reviewer. It attests',
  );
  console.log(
    'the origin of dist/**/*.js and their contents (dist/sbom.cdx.json). Then it runs:\n',
  );
  for (const [command, ...rest] of COMMANDS) {
    console.log(
      `  ${[command, ...rest.map((each) => (/[^\w./=:-]/.test(each) ? `'${each}'` : each))].join(' ')}`,
    );
  }
  // Without an entry in CHANGELOG.md, which a check reports, there are no notes.
  if (!existsSync(notes)) return;
  console.log(`\nThe notes of the release:\n\n${readFileSync(notes, 'utf8').trim()}`);
}

function run() {
  for (const [command, ...rest] of COMMANDS) {
    const { status } = spawnSync(command, rest, { stdio: 'inherit' });
    if (status === 0) continue;
    console.error(`${command} failed. What was done before it stays: continue by hand from there.`);
    process.exitCode = 1;
    return;
  }
}

function capture(command, rest) {
  const { status, stdout, stderr, error } = spawnSync(command, rest, { encoding: 'utf8' });
  return { status: status ?? 1, stdout: stdout ?? '', stderr: error?.message ?? stderr ?? '' };
}
