// The rows of the tables of examples, operations, inputs and outputs in the documents.
import { readdirSync, readFileSync } from 'node:fs';
import {
  COMMON_INPUTS,
  getUsedInputs,
  SEPARATELY_READ_INPUTS,
} from '../src/github/inputs/operation-inputs.ts';
import { COMMON_OUTPUTS } from '../src/github/outputs.ts';
import { OPERATION_SERVICES } from '../src/github/inputs/service-inputs.ts';
import { OPERATION_DOCS, OPERATIONS } from '../src/operations/registry.ts';
import { inputs, outputs } from './action-yml.mjs';
import { translateType } from './input-types.mjs';
import { escapeCell, formatCode } from './tables.mjs';

/** What differs between the languages of the documents. */
export const WORDS = {
  description: {
    comma: ', ',
    or: ' or ',
    suffix: '',
    required: 'required',
    oneOf: 'one of these',
    operationsOf: (prefix) => `operations that begin with \`${prefix}\``,
  },
  chinese: {
    comma: '、',
    or: ' 或 ',
    suffix: '.zh-CN',
    required: '必填',
    oneOf: '填其中之一',
    operationsOf: (prefix) => `以 \`${prefix}\` 开头的操作`,
  },
};

/** Returns a row for each example, sorted by their first operations. */
export function exampleRows(language) {
  return readExamples()
    .sort((a, b) => a.position - b.position || a.file.localeCompare(b.file))
    .map((example) => [`[${example.file}](examples/${example.file})`, example[language]]);
}

/** Lists the files of examples/ that run an operation. */
export function listExamplesOf(operation) {
  return readExamples()
    .filter(({ operations }) => operations.includes(operation))
    .map(({ file }) => file);
}

/** Returns a row for each operation: its page, purpose and required inputs. */
export function operationRows(language) {
  const { comma, or, suffix } = WORDS[language];
  return Object.entries(OPERATIONS).map(([name, { required }]) => {
    const { oneOf = [], ...texts } = OPERATION_DOCS[name];
    // The region is last, because all operations of a service share it.
    const own = required.filter((input) => input !== 'region').map(formatCode);
    const choice = oneOf.length > 0 ? [oneOf.map(formatCode).join(or)] : [];
    const region = required.filter((input) => input === 'region').map(formatCode);
    return [
      `[\`${name}\`](docs/operations/${name}${suffix}.md)`,
      texts[language],
      [...own, ...choice, ...region].join(comma),
    ];
  });
}

/** Returns a row for the API host of each service. */
export function hostRows(language) {
  const { operationsOf } = WORDS[language];
  return OPERATION_SERVICES.map((service) => {
    const [first, ...more] = Object.keys(OPERATIONS).filter((name) =>
      name.startsWith(`${service}-`),
    );
    const used = more.length > 0 ? operationsOf(`${service}-`) : formatCode(first);
    return [`\`${service}.tencentcloudapi.com\``, used];
  });
}

/** Returns short rows of the inputs that every operation takes. */
export function commonInputRows(language) {
  const names = new Set([...SEPARATELY_READ_INPUTS, ...COMMON_INPUTS]);
  return inputs
    .filter(({ name }) => names.has(name))
    .map((input) => [
      name(input, input.name === 'operation', language),
      formatCode(input.default),
      escapeCell(input[language]),
    ]);
}

/** Returns short rows of an operation's inputs, without the common ones. */
export function ownInputRows(operation, language) {
  return inputRows(operation, language)
    .filter(([input]) => !input.startsWith('`region`'))
    .map(([input, , byDefault, text]) => [input, byDefault, text]);
}

/** Returns rows of an operation's inputs, required ones first, with type and example. */
export function inputRows(operation, language) {
  const { required, isOneOf, own } = listOwnInputs(operation);
  return own.map((input) => [
    name(input, required.includes(input.name), language, isOneOf(input)),
    language === 'chinese' ? translateType(input.type) : input.type,
    formatCode(input.default),
    escapeCell(input[language]),
    formatCode(input.example),
  ]);
}

/** Lists the required inputs of an operation as `name: example`. */
export function listRequired(operation) {
  const { required, own } = listOwnInputs(operation);
  const { oneOf = [] } = OPERATION_DOCS[operation];
  return own.filter((input) => required.includes(input.name) || input.name === oneOf[0]);
}

/** Returns rows of outputs with examples: of all, or of one operation. */
export function outputRows(language, operation) {
  return (operation ? listOutputs(operation) : outputs).map((output) => [
    formatCode(output.name),
    escapeCell(output[language]),
    formatCode(output.example),
  ]);
}

/** Lists the outputs that an operation sets, in the order of their declarations. */
export function listOutputs(operation) {
  const names = [...COMMON_OUTPUTS, ...OPERATIONS[operation].outputs];
  return outputs.filter((output) => names.includes(output.name));
}

/**
 * Lists the inputs of an operation: required ones, those of which one is required, then the others.
 */
export function listOwnInputs(operation) {
  const { required } = OPERATIONS[operation];
  const { oneOf = [], unlisted = [] } = OPERATION_DOCS[operation];
  const used = getUsedInputs(OPERATIONS[operation]);
  const isCommon = (input) => COMMON_INPUTS.includes(input.name) && !required.includes(input.name);
  const isOneOf = (input) => oneOf.includes(input.name);
  const rank = (input) => (required.includes(input.name) ? 0 : isOneOf(input) ? 1 : 2);
  const own = inputs
    .filter(({ name: each }) => used.has(each) && !unlisted.includes(each))
    .filter((input) => !isCommon(input))
    .sort((a, b) => rank(a) - rank(b));
  return { required, isOneOf, own };
}

function name(input, isRequired, language, isOneOf = false) {
  const { required, oneOf } = WORDS[language];
  const mark = isRequired ? required : isOneOf ? oneOf : '';
  return mark ? `${formatCode(input.name)} **(${mark})**` : formatCode(input.name);
}

function readExamples() {
  return readdirSync('examples')
    .filter((file) => file.endsWith('.yml'))
    .map(readExample);
}

/** Reads an example. Its first lines describe it in English and Chinese. */
function readExample(file) {
  const text = readFileSync(`examples/${file}`, 'utf8');
  const [, description, chinese] = /^# (.*)\n# (.*)\n/.exec(text) ?? [];
  if (!chinese) throw new Error(`examples/${file} does not begin with two comments.`);
  const named = [...text.matchAll(/^ +operation: (\S+)$/gm)].map(([, operation]) => operation);
  // `uses: OWNER/REPO/tem/wait@v1`, or with this repository's name instead of OWNER/REPO.
  const paths = [...text.matchAll(/\buses: [\w.-]+\/[\w.-]+\/([\w/-]+)@/g)];
  const used = paths.map(([, path]) => path.replace('/', '-')).filter((name) => name in OPERATIONS);
  const operations = [...named, ...used];
  // An example that only calls another workflow has no operation and is sorted first.
  const position = Math.max(0, Object.keys(OPERATIONS).indexOf(operations[0]));
  return { file, description, chinese, operations, position };
}
