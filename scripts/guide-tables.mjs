// The READMEs' tables of examples and operations, for `npm run docs`: from the first lines of the
// examples, and from what the registry of operations declares.
import { readdirSync, readFileSync } from 'node:fs';
import { OPERATION_TEXTS, OPERATIONS } from '../src/operations/registry.ts';

const WORDS = {
  description: { comma: ', ', or: ' or ', below: 'below' },
  chinese: { comma: '、', or: ' 或 ', below: '见下' },
};

/** A row for each example, in the order of the operations that they begin with. */
export function exampleRows(language) {
  return readdirSync('examples')
    .map(readExample)
    .sort((a, b) => a.position - b.position || a.file.localeCompare(b.file))
    .map((example) => [linkExample(example.file, example.file), example[language]]);
}

/** A row for each operation: what it does, the inputs that it needs, and what shows it. */
export function operationRows(language) {
  return Object.entries(OPERATIONS).map(([name, operation]) => [
    `\`${name}\``,
    OPERATION_TEXTS[name][language],
    listNeeds(operation, OPERATION_TEXTS[name], WORDS[language]),
    linkShown(OPERATION_TEXTS[name], language),
  ]);
}

/** Its first lines say what it shows, in English and in Chinese. */
function readExample(file) {
  const text = readFileSync(`examples/${file}`, 'utf8');
  const [, description, chinese] = /^# (.*)\n# (.*)\n/.exec(text) ?? [];
  if (!chinese) throw new Error(`examples/${file} does not begin with two comments.`);
  const [, operation] = /^ +operation: (\S+)$/m.exec(text) ?? [];
  // One that only calls another workflow has no operation, and belongs to the first.
  const position = Math.max(0, Object.keys(OPERATIONS).indexOf(operation));
  return { file, description, chinese, position };
}

/** The region comes last: every operation of a service has it in common. */
function listNeeds({ required }, { oneOf = [] }, { comma, or }) {
  const inputs = required.filter((name) => name !== 'region').map(code);
  const choice = oneOf.length > 0 ? [oneOf.map(code).join(or)] : [];
  const region = required.includes('region') ? [code('region')] : [];
  return [...inputs, ...choice, ...region].join(comma);
}

function linkShown({ shownBy }, language) {
  const { below, comma } = WORDS[language];
  return Array.isArray(shownBy)
    ? shownBy.map((file) => linkExample(file, file.replace('.yml', ''))).join(comma)
    : `[${below}](#${anchorOf(shownBy[language])})`;
}

function linkExample(file, label) {
  return `[${label}](examples/${file})`;
}

/** As GitHub makes it of a heading. */
function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function code(text) {
  return `\`${text}\``;
}
