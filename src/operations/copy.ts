import type { StepTemplate } from '../action/step-template.ts';
import { yamlLines } from '../action/yaml.ts';
import type { NextStep } from './outcome.ts';

/**
 * The lines of a whole step of a workflow, to copy: what the advice asks for, and what every step
 * needs. None where the sentence says it all.
 */
export function stepLines({ inputs }: NextStep, template: StepTemplate): string[] {
  if (inputs === undefined) return [];
  const { operation = '', ...others } = inputs;
  return [
    ...template.remarks.map((remark) => `# ${remark}`),
    `- uses: ${template.uses}`,
    ...block('env', template.env),
    ...block('with', [...yamlLines({ operation }), ...template.with, ...yamlLines(others)]),
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}
