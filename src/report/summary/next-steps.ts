import { bold, codeBlock, bulletList, escapeMarkdown } from '../../text/markdown.ts';
import { renderStepLines } from '../step-snippet.ts';
import type { NextStep } from '../outcome.ts';
import type { RunRecord } from '../run-record.ts';
import { suggestWait } from '../../operations/tem/tem-next-steps.ts';
import type { SummaryInput } from './target-overview.ts';

/** What to do next, with the lines to copy; '' where there is nothing to do. */
export function nextSteps(report: RunRecord, facts: SummaryInput): string {
  const { next } = facts.outcome;
  const steps = next.length > 0 ? next : usualNext(report, facts);
  if (steps.length === 0) return '';
  const items = steps.map((step) => item(step, renderStepLines(step, facts.template)));
  return `${bold('What next')}\n\n${bulletList(items)}`;
}

function item({ sentence }: NextStep, lines: readonly string[]): string {
  return lines.length > 0
    ? `${escapeMarkdown(sentence)}\n\n${codeBlock('yaml', lines)}`
    : escapeMarkdown(sentence);
}

/** What comes after a step that did only the first half, as it was asked to. */
function usualNext(
  { outputs }: RunRecord,
  { inputs, operation, outcome }: SummaryInput,
): NextStep[] {
  const { applicationId = '', environmentId = '' } = inputs;
  const versionId = outputs['application-version-id'];
  const downloadId = outputs['download-id'];
  const isHalf = outcome.status === 'started' || outcome.status === 'succeeded';
  if (outcome.status === 'started' && /^tem-(rolling-update|resume)$/.test(operation)) {
    return [suggestWait({ applicationId, environmentId }, outputs['revision-id'] ?? '')];
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
