// Writes the tables of inputs and outputs into the READMEs from action.yml, and from its translation;
// with --check it only compares, and fails where they differ or a translation is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const action = parse(readFileSync('action.yml', 'utf8'));
const chinese = parse(readFileSync('docs/action.zh-CN.yml', 'utf8'));

const READMES = [
  {
    file: 'README.md',
    words: { input: 'input', default: 'default', output: 'output', meaning: 'meaning' },
    describe: (kind, name) => action[kind][name].description,
  },
  {
    file: 'README.zh-CN.md',
    words: { input: '输入', default: '默认值', output: '输出', meaning: '含义' },
    describe: (kind, name) => chinese[kind][name] ?? missing(kind, name),
  },
];

for (const kind of ['inputs', 'outputs']) {
  const unknown = Object.keys(chinese[kind]).filter((name) => !(name in action[kind]));
  if (unknown.length > 0) fail(`docs/action.zh-CN.yml: action.yml has no ${unknown.join(', ')}.`);
}
for (const readme of READMES) await fill(readme);

async function fill({ file, words, describe }) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const tables = {
    inputs: [
      row([words.input, words.default, words.meaning]),
      row(['---', '---', '---']),
      ...Object.entries(action.inputs).map(([name, input]) =>
        row([code(name), code(input.default), cell(describe('inputs', name))]),
      ),
    ],
    outputs: [
      row([words.output, words.meaning]),
      row(['---', '---']),
      ...Object.keys(action.outputs).map((name) =>
        row([code(name), cell(describe('outputs', name))]),
      ),
    ],
  };
  const before = readFileSync(file, 'utf8');
  const filled = Object.entries(tables).reduce((readme, [name, lines]) => {
    const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    return readme.replace(block, (_, begin, end) => [begin, '', ...lines, '', end].join('\n'));
  }, before);
  const after = await format(filled, { ...(await resolveConfig(file)), filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after !== before) fail(`${file} does not say what action.yml says. Run: npm run docs`);
}

function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').trim();
}

function code(text) {
  return text === undefined || text === '' ? '' : `\`${text}\``;
}

function missing(kind, name) {
  fail(`docs/action.zh-CN.yml lacks ${name} among its ${kind}.`);
  return action[kind][name].description;
}

function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}
