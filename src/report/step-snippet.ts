import { formatYamlLines } from '../text/format.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import type { NextStep } from './outcome.ts';

/** What another workflow step for the same target has in common with this one. */
export interface StepTemplate {
  /** The root action: `octo-org/deploy@v1`. */
  readonly uses: string;
  /** Whether operations are used as separate actions: `octo-org/deploy/tem/wait@v1`. */
  readonly isActionOfOperation?: boolean;
  /** What the step needs elsewhere in the workflow, one line each. */
  readonly remarks: readonly Text[];
  /** Lines of `env:` and `with:`, as YAML. */
  readonly env: readonly string[];
  readonly with: readonly string[];
}

/** Placeholder if the action's repository is unknown because it is used from a local folder. */
export const UNKNOWN_ACTION = 'OWNER/REPO@v1';

/** For a step whose inputs could not be read. */
export const MINIMAL_TEMPLATE: StepTemplate = {
  uses: UNKNOWN_ACTION,
  remarks: [],
  env: [],
  with: [],
};

/**
 * Returns the lines of a complete workflow step to copy: the inputs of the advice and those that
 * every step needs. Empty if the sentence is enough.
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

/** Returns the folder of a single-operation action: `tem-wait` → `tem/wait`. */
export function getActionFolder(operation: string): string {
  return operation.replace('-', '/');
}

/**
 * Returns the action of one operation, in the same repository and at the same ref as the root
 * action.
 */
export function getActionOfOperation(root: string, operation: string): string {
  return root.replace('@', `/${getActionFolder(operation)}@`);
}

function indentBlock(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}
