import { bold, fence, list, text } from '../../text/markdown.ts';
import { stepLines } from '../step-snippet.ts';
import type { NextStep } from '../outcome.ts';
import type { Report } from '../run-record.ts';
import { adviseWait } from '../../operations/tem/tem-next-steps.ts';
import type { SummaryFacts } from './target-overview.ts';

/** What to do next, with the lines to copy; '' where there is nothing to do. */
export function nextSteps(report: Report, facts: SummaryFacts): string {
  const { next } = facts.outcome;
  const steps = next.length > 0 ? next : usualNext(report, facts);
  if (steps.length === 0) return '';
  const items = steps.map((step) => item(step, stepLines(step, facts.template)));
  return `${bold('What next')}\n\n${list(items)}`;
}

function item({ sentence }: NextStep, lines: readonly string[]): string {
  return lines.length > 0 ? `${text(sentence)}\n\n${fence('yaml', lines)}` : text(sentence);
}

/** What comes after a step that did only the first half, as it was asked to. */
function usualNext({ outputs }: Report, { inputs, operation, outcome }: SummaryFacts): NextStep[] {
  const { applicationId = '', environmentId = '' } = inputs;
  const versionId = outputs['application-version-id'];
  const downloadId = outputs['download-id'];
  const isHalf = outcome.status === 'started' || outcome.status === 'succeeded';
  if (outcome.status === 'started' && /^tem-(rolling-update|resume)$/.test(operation)) {
    return [adviseWait({ applicationId, environmentId }, outputs['revision-id'] ?? '')];
  }
  if (isHalf && operation === 'car-create-version' && versionId && !inputs.setOnline) {
    const ids = { 'application-id': applicationId, 'application-version-id': versionId };
    return [
      {
        sentence: 'Publish it: run car-set-online',
        inputs: { operation: 'car-set-online', ...ids },
      },
    ];
  }
  if (outcome.status === 'started' && downloadId) {
    const inputsOfStep = { operation, 'download-id': downloadId };
    return [
      { sentence: 'Wait for the file and fetch it: run dlc-result-download', inputs: inputsOfStep },
    ];
  }
  return [];
}
