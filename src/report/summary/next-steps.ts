import {
  escapeMarkdown,
  formatBold,
  formatBulletList,
  formatCodeBlock,
} from '../../text/markdown.ts';
import type { NextStep } from '../outcome.ts';
import type { StepTemplate } from '../step-snippet.ts';
import { renderStepLines } from '../step-snippet.ts';

/** What to do next, with the lines to copy; '' where there is nothing to do. */
export function renderNextSteps(steps: readonly NextStep[], template: StepTemplate): string {
  if (steps.length === 0) return '';
  const items = steps.map((step) => renderNextStep(step, template));
  return `${formatBold('What next')}\n\n${formatBulletList(items)}`;
}

function renderNextStep(step: NextStep, template: StepTemplate): string {
  const lines = renderStepLines(step, template);
  const sentence = escapeMarkdown(step.sentence);
  return lines.length > 0 ? `${sentence}\n\n${formatCodeBlock('yaml', lines)}` : sentence;
}
