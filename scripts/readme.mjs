// Generates the action.yml files, the tables of the READMEs and of docs/network.md, docs/operations/,
// the policies of docs/permissions.md and the rows of new outputs in docs/result.schema.json, from
// the declarations in src/ and from examples/. With --check it only compares.
import { globSync, readdirSync, rmSync } from 'node:fs';
import { OPERATION_DOCS, OPERATIONS } from '../src/operations/registry.ts';
import { fillActionYml } from './action-yml.mjs';
import {
  commonInputRows,
  exampleRows,
  hostRows,
  operationRows,
  outputRows,
  ownInputRows,
} from './guide-tables.mjs';
import { listOperationActions } from './operation-actions.mjs';
import { writePage } from './operation-pages.mjs';
import { fillPolicies, PERMISSION_PAGES } from './permissions.mjs';
import { fillResultSchema } from './result-schema.mjs';
import { fillTables } from './tables.mjs';
import { updateFile } from './update-file.mjs';

const HEADS = {
  description: {
    examples: ['Workflow', 'Shows'],
    operations: ['Operation', 'Description', 'Required inputs'],
    inputs: ['Input', 'Default', 'Description'],
    outputs: ['Output', 'Description', 'Example'],
    hosts: ['host', 'used for'],
  },
  chinese: {
    examples: ['工作流', '说明'],
    operations: ['操作', '说明', '必填输入'],
    inputs: ['输入', '默认值', '说明'],
    outputs: ['输出', '说明', '示例'],
    hosts: ['域名', '用途'],
  },
};

const FOLDER = 'docs/operations';

await updateFile('action.yml', fillActionYml);
const actions = listOperationActions().map(({ folder, write }) => [`${folder}/action.yml`, write]);
for (const [file, write] of actions) await updateFile(file, write);
removeOthers(globSync('*/*/action.yml'), new Set(actions.map(([file]) => file)));
await updateFile('docs/result.schema.json', fillResultSchema);
await updateFile('docs/network.md', (before) => fillHosts(before, 'description'));
await updateFile('docs/network.zh-CN.md', (before) => fillHosts(before, 'chinese'));
await updateFile('README.md', (before) => fillReadme(before, 'description'));
await updateFile('README.zh-CN.md', (before) => fillReadme(before, 'chinese'));
for (const [file, sectionAfter] of Object.entries(PERMISSION_PAGES)) {
  await updateFile(file, (before) => fillPolicies(before, OPERATION_DOCS, sectionAfter));
}

const pages = Object.keys(OPERATIONS).flatMap((operation) => [
  [`${operation}.md`, operation, 'description'],
  [`${operation}.zh-CN.md`, operation, 'chinese'],
]);
for (const [file, operation, language] of pages) {
  const write = () => writePage(operation, language);
  await updateFile(`${FOLDER}/${file}`, write, { isFormatted: false });
}
removeOthers(
  readdirSync(FOLDER).map((file) => `${FOLDER}/${file}`),
  new Set(pages.map(([file]) => `${FOLDER}/${file}`)),
);

/** Removes files of operations that no longer exist; with --check they are an error. */
function removeOthers(files, kept) {
  for (const file of files.map((path) => path.replaceAll('\\', '/'))) {
    if (kept.has(file)) continue;
    if (process.argv.includes('--check')) throw new Error(`${file} has no operation.`);
    rmSync(file);
  }
}

function fillHosts(before, language) {
  return fillTables(before, { hosts: [HEADS[language].hosts, ...hostRows(language)] });
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
