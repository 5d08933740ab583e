// The pages of docs/operations/: one for each operation and language, with all inputs and outputs.
import { stringify } from 'yaml';
import { OPERATION_DOCS } from '../src/operations/registry.ts';
import { getActionOfOperation } from '../src/report/step-snippet.ts';
import {
  inputRows,
  listExamplesOf,
  listOwnInputs,
  listRequired,
  outputRows,
} from './guide-tables.mjs';
import { formatTable } from './tables.mjs';

const ROOT = 'OWNER/REPO@v1';

const WORDS = {
  description: {
    suffix: '',
    languages: (name) => `**English** · [简体中文](${name}.zh-CN.md)`,
    sameAs: (name) => `The same as \`${ROOT}\` with \`operation: ${name}\`.`,
    permissions: (name) => `[Permissions](../permissions.md#${name})`,
    verification: '[Verification](../verification.md)',
    examples: 'Examples',
    colon: ': ',
    comma: ', ',
    inputs: '## Inputs',
    intro:
      'Besides these, every operation takes the [common inputs](../../README.md#inputs): credentials, `timeout`, `dry-run` and others.',
    inputHead: ['Input', 'Type', 'Default', 'Description', 'Example'],
    outputs: '## Outputs',
    outputHead: ['Output', 'Description', 'Example'],
  },
  chinese: {
    suffix: '.zh-CN',
    languages: (name) => `[English](${name}.md) · **简体中文**`,
    sameAs: (name) => `等同于 \`${ROOT}\` 加 \`operation: ${name}\`。`,
    permissions: (name) => `[权限](../permissions.zh-CN.md#${name})`,
    verification: '[发布验证](../verification.zh-CN.md)',
    examples: '示例',
    colon: '：',
    comma: '、',
    inputs: '## 输入',
    intro:
      '除下表所列输入外，还支持所有操作的[通用输入](../../README.zh-CN.md#输入)：凭证、`region`、`timeout`、`dry-run` 等。',
    inputHead: ['输入', '类型', '默认值', '说明', '示例'],
    outputs: '## 输出',
    outputHead: ['输出', '说明', '示例'],
  },
};

/** Values of the snippets, the same as in the README and examples/. */
const VALUES = {
  'application-id': 'app-shop0001',
  'environment-id': 'en-prod0001',
  'deploy-version': '${{ github.sha }}',
  'package-name': 'shop-2.4.0.jar',
  'application-version-id': '${{ needs.create.outputs.version-id }}',
  'task-id': '20aadca2d4b511ef9ffa525400ba9019',
};
const VALUES_OF = {
  'tem-package-url': { 'deploy-version': '2.4.0' },
  'car-create-version': { 'application-id': 'app-game0001', 'package-file': 'build/game.zip' },
  'car-set-online': { 'application-id': 'app-game0001', 'application-version-id': 'ver-00000005' },
};

/** Writes the page of one operation. */
export function writePage(operation, language) {
  const words = WORDS[language];
  const examples = listExamplesOf(operation).map((file) => `[${file}](../../examples/${file})`);
  const links = [
    words.permissions(operation),
    ...(canVerify(operation) ? [words.verification] : []),
    ...(examples.length > 0
      ? [`${words.examples}${words.colon}${examples.join(words.comma)}`]
      : []),
  ];
  const parts = [
    `# ${operation}`,
    words.languages(operation),
    OPERATION_DOCS[operation][language],
    `\`\`\`yaml\n${writeStep(operation)}\`\`\``,
    words.sameAs(operation),
    links.join(' · '),
    words.inputs,
    words.intro,
    formatTable([words.inputHead, ...inputRows(operation, language)]),
    words.outputs,
    formatTable([words.outputHead, ...outputRows(language, operation)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function canVerify(operation) {
  return listOwnInputs(operation).own.some(({ name }) => name === 'verify-url');
}

/** Writes a step with the required inputs. */
function writeStep(operation) {
  const values = { ...VALUES, ...VALUES_OF[operation] };
  const required = listRequired(operation).map(({ name, example }) => [
    name,
    values[name] ?? example,
  ]);
  const uses = getActionOfOperation(ROOT, operation);
  return stringify([{ uses, with: Object.fromEntries(required) }]);
}
