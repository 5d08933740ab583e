import { formatYamlLines } from '../text/format.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import type { NextStep } from './outcome.ts';

/** What a further step of the workflow that acts on the same cloud has in common with this one. */
export interface StepTemplate {
  /** The root action: `octo-org/deploy@v1`. */
  readonly uses: string;
  /** Whether each operation is used as an action of its own: `octo-org/deploy/tem/wait@v1`. */
  readonly isActionOfOperation?: boolean;
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
 * needs. None if the sentence says it all.
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
  const { isActionOfOperation = false, uses } = template;
  return [
    ...template.remarks.map((remark) => `# ${formatText(remark, language)}`),
    `- uses: ${isActionOfOperation ? getActionOfOperation(uses, operation) : uses}`,
    ...indentBlock('env', template.env),
    ...indentBlock('with', [
      ...(isActionOfOperation ? [] : formatYamlLines({ operation })),
      ...template.with,
      ...formatYamlLines(others),
    ]),
  ];
}

/** The folder of the action that has one operation: `tem-wait` → `tem/wait`. */
export function getActionFolder(operation: string): string {
  return operation.replace('-', '/');
}

/** The action of one operation, in the same repository at the same ref as the root action. */
export function getActionOfOperation(root: string, operation: string): string {
  return root.replace('@', `/${getActionFolder(operation)}@`);
}

function indentBlock(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}
