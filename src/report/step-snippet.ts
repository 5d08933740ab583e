import { formatYamlLines } from '../text/format.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import type { NextStep } from './outcome.ts';

/** What a further step of the workflow that acts on the same cloud has in common with this one. */
export interface StepTemplate {
  /** `octo-org/deploy@v1` */
  readonly uses: string;
  /** What it needs that stands elsewhere in the workflow, a line each. */
  readonly remarks: readonly Text[];
  /** Lines of `env:` and of `with:`, as YAML. */
  readonly env: readonly string[];
  readonly with: readonly string[];
}

/** Stands in where the action does not know its own address: it is used from a folder. */
export const UNKNOWN_ACTION = 'OWNER/REPO@v1';

/** Of a step whose inputs could not be read. */
export const MINIMAL_TEMPLATE: StepTemplate = {
  uses: UNKNOWN_ACTION,
  remarks: [],
  env: [],
  with: [],
};

/**
 * The lines of a whole step of a workflow, to copy: what the advice asks for, and what every step
 * needs. None where the sentence says it all.
 */
export function renderStepLines(
  { inputs }: NextStep,
  template: StepTemplate,
  language: Language,
): string[] {
  if (inputs === undefined) return [];
  const { operation = '', ...others } = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, formatText(value, language)]),
  );
  return [
    ...template.remarks.map((remark) => `# ${formatText(remark, language)}`),
    `- uses: ${template.uses}`,
    ...indentBlock('env', template.env),
    ...indentBlock('with', [
      ...formatYamlLines({ operation }),
      ...template.with,
      ...formatYamlLines(others),
    ]),
  ];
}

function indentBlock(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}
