// The declared inputs and outputs with their descriptions for `npm run docs`, and the parts of
// action.yml that list them.
import { INPUTS } from '../src/github/inputs/input-declarations.ts';
import { getInputType } from './input-types.mjs';
import { OUTPUTS } from '../src/github/outputs.ts';
import { OPERATIONS } from '../src/operations/registry.ts';

const LANGUAGES = {
  description: { colon: ': ', comma: ', ', or: ' or ', stop: '.' },
  chinese: { colon: '：', comma: '、', or: ' 或 ', stop: '。' },
};

/** The documentation of each input. */
export const inputs = Object.entries(INPUTS).map(([name, declaration]) => ({
  name,
  default: declaration.default,
  type: getInputType(declaration),
  // The text after three spaces tells where to find the value.
  example: declaration.example.split('   ')[0],
  description: describe(name, declaration, 'description'),
  chinese: describe(name, declaration, 'chinese'),
}));

/** Name, description and Chinese description of each output. */
export const outputs = Object.entries(OUTPUTS).map(([name, texts]) => ({ name, ...texts }));

/** Replaces everything between `inputs:` and `runs:` in action.yml. */
export function fillActionYml(before) {
  const all = inputs.map((input) => ({ ...input, isRequired: input.name === 'operation' }));
  const declared = [...formatInputs(all), '', ...formatOutputs(outputs), '', ''];
  return before.replace(/^inputs:$[^]*?(?=^runs:$)/m, () => declared.join('\n'));
}

/** Formats the lines of `inputs:`. */
export function formatInputs(declared) {
  return [
    'inputs:',
    ...declared.flatMap((input) => [
      `  ${input.name}:`,
      `    description: ${JSON.stringify(input.description)}`,
      ...(input.isRequired ? ['    required: true'] : []),
      ...(input.default === undefined ? [] : [`    default: ${JSON.stringify(input.default)}`]),
    ]),
  ];
}

/** Formats the lines of `outputs:`. */
export function formatOutputs(declared) {
  return [
    'outputs:',
    ...declared.flatMap(({ name, description }) => [
      `  ${name}:`,
      `    description: ${JSON.stringify(description)}`,
    ]),
  ];
}

/** Returns the description. That of `operation` ends with the names of all operations. */
function describe(name, declaration, language) {
  const text = declaration[language];
  if (name !== 'operation') return text;
  const { colon, comma, or, stop } = LANGUAGES[language];
  const names = Object.keys(OPERATIONS).map((operation) => `\`${operation}\``);
  return `${text.slice(0, -1)}${colon}${names.slice(0, -1).join(comma)}${or}${names.at(-1)}${stop}`;
}
