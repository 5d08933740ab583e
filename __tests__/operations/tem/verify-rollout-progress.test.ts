import { describe, expect, it } from '@jest/globals';
import { describeProgress, formatLatency } from '../../../src/operations/tem/verify-rollout.ts';
import type { Text } from '../../../src/text/message.ts';
import { durationText, message } from '../../../src/text/message.ts';
import type { TargetReport } from '../../../src/verification/criteria.ts';
import { createStage, createTarget } from '../../report/stage-reports.ts';

const SILENT = { requests: 0, counted: 0, latency: undefined };
const SLOW = { latency: { p50: 90, p95: 250.4, p99: 300 } };

/** What is shown of these URLs, part by part. */
function partsOf(...targets: readonly Partial<TargetReport>[]): readonly Text[] {
  const text = describeProgress(createStage({ targets: targets.map(createTarget) }));
  return typeof text === 'object' && 'items' in text ? text.items : [text];
}

const progress = (good: number, counted: number) =>
  message('verification.progress', { good, counted });
const p95 = (count: number) =>
  message('verification.p95', { latency: message('verification.milliseconds', { count }) });
const lastFailure = (reason: string) => message('verification.last-failure', { reason });

describe('the progress of a stage', () => {
  it.each<[string, Partial<TargetReport>[], Text[]]>([
    ['of no URL', [], [progress(0, 0)]],
    ['without an answer', [SILENT], [progress(0, 0)]],
    ['of one URL', [{}], [progress(60, 60), p95(84)]],
    ['adds up URLs, and has the slowest', [{}, SLOW, SILENT], [progress(120, 120), p95(250)]],
    [
      'has the last failure of the first URL that failed',
      [{}, { failures: 3, lastFailure: '503' }, { failures: 2, lastFailure: 'TIMEOUT' }],
      [progress(175, 180), p95(84), lastFailure('503')],
    ],
    [
      'without a success has no latency',
      [{ counted: 4, failures: 4, latency: undefined, lastFailure: 'ECONNREFUSED' }],
      [progress(0, 4), lastFailure('ECONNREFUSED')],
    ],
  ])('%s', (_, targets, parts) => {
    expect(partsOf(...targets)).toEqual(parts);
  });
});

describe('a latency', () => {
  it.each<[number, Text]>([
    [0, message('verification.milliseconds', { count: 0 })],
    [84.4, message('verification.milliseconds', { count: 84 })],
    [500, message('verification.milliseconds', { count: 500 })],
    [1_000, durationText(1_000)],
    [1_500, message('verification.milliseconds', { count: 1_500 })],
    [2_000, durationText(2_000)],
  ])('of %d ms is a duration only if it is whole seconds', (ms, text) => {
    expect(formatLatency(ms)).toEqual(text);
  });
});
