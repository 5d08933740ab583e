// Writes action.yml, the tables of the READMEs and docs/operations/ from the declarations in src/
// and from examples/; with --check it only compares.
import { readdirSync, rmSync } from 'node:fs';
import { OPERATIONS } from '../src/operations/registry.ts';
import { fillActionYml } from './action-yml.mjs';
import {
  commonInputRows,
  exampleRows,
  operationRows,
  outputRows,
  ownInputRows,
} from './guide-tables.mjs';
import { writePage } from './operation-pages.mjs';
import { fillTables } from './tables.mjs';
import { updateFile } from './update-file.mjs';

const HEADS = {
  description: {
    examples: ['Workflow', 'Shows'],
    operations: ['Operation', 'Description', 'Required inputs'],
    inputs: ['Input', 'Default', 'Description'],
    outputs: ['Output', 'Description', 'Example'],
  },
  chinese: {
    examples: ['工作流', '说明'],
    operations: ['操作', '说明', '必填输入'],
    inputs: ['输入', '默认值', '说明'],
    outputs: ['输出', '说明', '示例'],
  },
};

const FOLDER = 'docs/operations';

await updateFile('action.yml', fillActionYml);
await updateFile('README.md', (before) => fillReadme(before, 'description'));
await updateFile('README.zh-CN.md', (before) => fillReadme(before, 'chinese'));

const pages = Object.keys(OPERATIONS).flatMap((operation) => [
  [`${operation}.md`, operation, 'description'],
  [`${operation}.zh-CN.md`, operation, 'chinese'],
]);
for (const [file, operation, language] of pages) {
  const write = () => writePage(operation, language);
  await updateFile(`${FOLDER}/${file}`, write, { isFormatted: false });
}
for (const file of readdirSync(FOLDER)) {
  if (pages.some(([name]) => name === file)) continue;
  if (process.argv.includes('--check')) throw new Error(`${FOLDER}/${file} has no operation.`);
  rmSync(`${FOLDER}/${file}`);
}

function fillReadme(before, language) {
  const heads = HEADS[language];
  return fillTables(before, {
    examples: [heads.examples, ...exampleRows(language)],
    operations: [heads.operations, ...operationRows(language)],
    'common-inputs': [heads.inputs, ...commonInputRows(language)],
    'tem-rolling-update-inputs': [heads.inputs, ...ownInputRows('tem-rolling-update', language)],
    outputs: [heads.outputs, ...outputRows(language)],
  });
}
