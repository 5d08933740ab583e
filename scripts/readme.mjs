// Writes the tables of inputs and outputs into README.md from action.yml; with --check it only
// compares, and fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const README = 'README.md';
const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8'));

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').trim();
const code = (text) => (text === undefined || text === '' ? '' : `\`${text}\``);

const tables = {
  inputs: [
    '| input | default | meaning |',
    '| --- | --- | --- |',
    ...Object.entries(inputs).map(
      ([name, input]) => `| \`${name}\` | ${code(input.default)} | ${cell(input.description)} |`,
    ),
  ],
  outputs: [
    '| output | meaning |',
    '| --- | --- |',
    ...Object.entries(outputs).map(
      ([name, output]) => `| \`${name}\` | ${cell(output.description)} |`,
    ),
  ],
};

const before = readFileSync(README, 'utf8');
const filled = Object.entries(tables).reduce((readme, [name, lines]) => {
  const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  return readme.replace(block, (_, begin, end) => [begin, '', ...lines, '', end].join('\n'));
}, before);
const after = await format(filled, { ...(await resolveConfig(README)), filepath: README });

if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('README.md does not say what action.yml says. Run: npm run docs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(README, after);
}
