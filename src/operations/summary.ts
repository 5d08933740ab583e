import { code, document, fence, heading, list, table, text } from '../action/markdown.ts';
import { isHealthy, podsOf, reason } from '../rollout/pods.ts';
import type { BatchProgress } from '../rollout/progress.ts';
import { deployingTime } from '../rollout/timeline.ts';
import type { NextStep, Outcome } from './outcome.ts';
import { workflowLines } from './render.ts';
import type { Report } from './report.ts';
import { duration } from './words.ts';
import { nameOf } from './tem/words.ts';

/** What a summary is made of, beside the report. */
export interface SummaryFacts {
  readonly operation: string;
  readonly outcome: Outcome;
  readonly isGreen: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the step took, in ms. */
  readonly took: number;
}

/** The job summary of one step, as Markdown. Everything from outside is made harmless. */
export function summaryOf(report: Report, facts: SummaryFacts): string {
  const { outcome } = facts;
  return document([
    heading(2, `${icon(facts)} ${text(outcome.headline)}`),
    `${code(facts.operation)} ended as ${code(outcome.status)} after ${duration(facts.took)}.`,
    targetTable(report),
    batchTable(report, facts.now),
    podTable(report),
    outcome.details.length > 0 ? fence('text', outcome.details) : '',
    nextSteps(outcome.next),
  ]);
}

function icon({ isGreen, outcome }: SummaryFacts): string {
  if (outcome.status === 'waiting') return '⏸️';
  return isGreen ? '✅' : '❌';
}

function targetTable({ before, outputs, strategy, target }: Report): string {
  const application = before?.application;
  const past = [outputs['previous-version'], outputs['previous-package-name']];
  const rows = [
    [
      'Application',
      [application?.applicationName, application?.applicationId].map(code).join(' ').trim(),
    ],
    ['Environment', code(application?.environmentId)],
    ['Target', text(target)],
    ['Revision', code(outputs['revision-id'])],
    ['Version', code(outputs['application-version-id'])],
    ['Before', past.map(code).join(' ').trim()],
    ['Package', code(outputs['package-name'])],
    ['Strategy', text(strategy)],
    ['Result', code(outputs['download-uri'])],
    ['Download', code(outputs['download-path'])],
    ['SHA-256', code(outputs['download-sha256'])],
    ['RequestId', code(outputs['request-id'])],
  ].filter(([, value]) => value !== '');
  return rows.length > 0 ? table(['', ''], rows) : '';
}

function batchTable({ batches, timeline }: Report, now: number): string {
  if (batches.length === 0) return '';
  const rows = batches.map((batch) => [
    nameOf(batch),
    `${batch.healthy}/${batch.total}`,
    resultOf(batch),
    duration(deployingTime(timeline, batch.position, now)),
  ]);
  return table(['Batch', 'Instances', 'Result', 'Took'], rows, ['left', 'right', 'left', 'right']);
}

function resultOf({ state, healthy, total }: BatchProgress): string {
  if (state.kind === 'unknown') return text(state.word);
  if (state.kind === 'waiting') return 'waits for confirmation';
  if (state.kind === 'finished' || state.kind === 'interval') {
    return healthy >= total ? '✅ healthy' : '⚠️ not healthy';
  }
  return state.kind === 'deploying' ? 'deploying' : 'not started';
}

function podTable({ last, outputs }: Report): string {
  const pods = last ? podsOf(last, outputs['revision-id'] ?? '') : [];
  const sick = pods.filter((pod) => !isHealthy(pod)).slice(0, MOST_PODS);
  if (sick.length === 0) return '';
  const rows = sick.map((pod) => [code(pod.podId), text(reason(pod)), String(pod.restartCount)]);
  return table(['Instance', 'State', 'Restarts'], rows, ['left', 'left', 'right']);
}

/** Enough to see what is wrong; thousands would push all else out of sight. */
const MOST_PODS = 20;

function nextSteps(next: readonly NextStep[]): string {
  if (next.length === 0) return '';
  const items = next.map(({ sentence, inputs }) =>
    inputs
      ? `${text(sentence)}\n\n${fence('yaml', ['with:', ...indented(inputs)])}`
      : text(sentence),
  );
  return `**What next**\n\n${list(items)}`;
}

function indented(inputs: Readonly<Record<string, string>>): string[] {
  return workflowLines(inputs).map((line) => `  ${line}`);
}
