// Writes docs/errors.md from the hints in src/report/hints/; with --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { POD_REMEDIES } from '../src/report/pod-remedies.ts';

const FILE = 'docs/errors.md';
const HINTS = new URL('../src/report/hints/', import.meta.url);
const NO_HINTS = ['find-hint.ts', 'hint-types.ts'];

const HEAD = `# Errors

What the cloud may answer, and what to change: the same words stand in the error of the step. A code stands for all that begin with it and a dot.

`;

const names = readdirSync(HINTS)
  .filter((name) => !NO_HINTS.includes(name))
  .sort(
    (a, b) =>
      Number(b === 'common-hints.ts') - Number(a === 'common-hints.ts') || a.localeCompare(b),
  );
const sections = await Promise.all(names.map(section));
const after = await format(HEAD + [...sections, podSection()].join('\n'), {
  ...(await resolveConfig(FILE)),
  filepath: FILE,
});

if (!process.argv.includes('--check')) writeFileSync(FILE, after);
else if (after !== read(FILE)) {
  console.error(`${FILE} does not say what src/report/hints/ says. Run: npm run docs`);
  process.exitCode = 1;
}

async function section(name) {
  const service = name.replace('-hints.ts', '');
  const module = await import(new URL(name, HINTS));
  const hints = module[`${service.toUpperCase()}_HINTS`];
  const title = service === 'common' ? 'Every service' : service.toUpperCase();
  const rows = Object.entries(hints).map(
    ([code, hint]) => `| \`${code}\` | ${cell(said(hint, service))} |`,
  );
  return [`## ${title}`, '', '| error | change |', '| --- | --- |', ...rows, ''].join('\n');
}

/** States of instances are no error codes, but stand in the error of the step as well. */
function podSection() {
  const rows = POD_REMEDIES.map(({ state, fix }) => `| \`${state}\` | ${cell(fix)} |`);
  return [
    '## Instances of TEM that do not start',
    '',
    '| state | change |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** A hint that depends on the call is told for one that is not named. */
function said(hint, service) {
  if (typeof hint === 'string') return hint;
  return hint({ service: service === 'common' ? 'SERVICE' : service, action: 'ACTION' });
}

function cell(text) {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('*', '\\*')
    .replace(/\s{2,}/g, ' ');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
