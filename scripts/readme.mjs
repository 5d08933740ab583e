// Writes action.yml and the tables of the READMEs from the declarations in src/ and the examples;
// with --check it only compares, and fails where a file does not say what they say.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fillActionYml, inputs, outputs } from './action-yml.mjs';
import { exampleRows, operationRows } from './guide-tables.mjs';

await update('action.yml', fillActionYml);
await update('README.md', (before) =>
  fillTables(before, {
    examples: [['workflow', 'shows'], ...exampleRows('description')],
    operations: [['operation', 'does', 'needs', 'example'], ...operationRows('description')],
    inputs: [['input', 'default', 'meaning'], ...inputRows('description')],
    outputs: [['output', 'meaning'], ...outputRows('description')],
  }),
);
await update('README.zh-CN.md', (before) =>
  fillTables(before, {
    examples: [['工作流', '展示'], ...exampleRows('chinese')],
    operations: [['操作', '作用', '需要', '示例'], ...operationRows('chinese')],
    inputs: [['输入', '默认值', '含义'], ...inputRows('chinese')],
    outputs: [['输出', '含义'], ...outputRows('chinese')],
  }),
);

async function update(file, fill) {
  const before = readFileSync(file, 'utf8');
  const options = { ...(await resolveConfig(file)), filepath: file };
  const after = await format(fill(before), options);
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`${file} does not say what src/ and examples/ declare. Run: npm run docs`);
    process.exitCode = 1;
  }
}

/** Puts each table between the comments that have its name. */
function fillTables(readme, tables) {
  return Object.entries(tables).reduce((filled, [name, [head, ...rows]]) => {
    const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
    const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    return filled.replace(block, (_, begin, end) => [begin, '', ...lines, '', end].join('\n'));
  }, readme);
}

function inputRows(language) {
  return inputs.map((input) => [
    formatCode(input.name),
    formatCode(input.default),
    escapeCell(input[language]),
  ]);
}

function outputRows(language) {
  return outputs.map((output) => [formatCode(output.name), escapeCell(output[language])]);
}

function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}

function formatCode(text) {
  return text ? `\`${text}\`` : '';
}
