import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/github/log.ts';
import {
  createProgressLog,
  formatPlannedStrategy,
  formatStrategy,
} from '../../../src/operations/tem/progress-log.ts';
import type { BatchProgress, BatchState } from '../../../src/rollout/batch-progress.ts';
import { recordingCore } from '../recorder.ts';
import type { Strategy } from '../../../src/rollout/snapshot.ts';

const START = 1_000_000;

function batch(state: BatchState, more: Partial<BatchProgress> = {}): BatchProgress {
  const row = { position: 1, of: 2, healthy: 0, total: 3, note: '', nextStart: undefined } as const;
  return { ...row, state, ...more };
}

function openNarrator() {
  const { core, recorded } = recordingCore();
  return { narrator: createProgressLog(createLog(core), START, START), lines: recorded.lines };
}

/** The line that a single row makes, without its time. */
function told(row: BatchProgress): string | undefined {
  const { narrator, lines } = openNarrator();
  narrator.logBatches([row], START);
  return lines[0]?.replace(/^ +00:00 {2}/, '');
}

describe('the columns of a batch', () => {
  const nextStart = START + 60_000;
  it.each<[string, BatchProgress]>([
    ['batch 1/2   deploying   0/3', batch({ kind: 'deploying' })],
    [
      'batch 1/2   deploying   1/3   p: Pending',
      batch({ kind: 'deploying' }, { healthy: 1, note: 'p: Pending' }),
    ],
    [
      'batch 1/2   healthy     3/3   next batch in 1 min',
      batch({ kind: 'interval' }, { healthy: 3, nextStart }),
    ],
    [
      'batch 1/2   deployed    2/3   p: crash',
      batch({ kind: 'interval' }, { healthy: 2, note: 'p: crash', nextStart }),
    ],
    [
      'batch 1/2   healthy     3/3',
      batch({ kind: 'interval' }, { healthy: 3, nextStart: START - 1 }),
    ],
    [
      'beta        waits       3/3   for confirmation',
      batch({ kind: 'waiting' }, { position: 'beta', healthy: 3 }),
    ],
    [
      'batch 1/2   waits       2/3   p: crash',
      batch({ kind: 'waiting' }, { healthy: 2, note: 'p: crash' }),
    ],
    ['batch 1/2   healthy     3/3', batch({ kind: 'finished' }, { healthy: 3 })],
    [
      'batch 1/2   finished    2/3   p: crash',
      batch({ kind: 'finished' }, { healthy: 2, note: 'p: crash' }),
    ],
    ['batch 1/2   Dreaming    0/3', batch({ kind: 'unknown', word: 'Dreaming' })],
    ['batch 1/2   no status   0/3', batch({ kind: 'unknown', word: '' })],
  ])('%s', (line, row) => {
    expect(told(row)).toBe(line);
  });

  it('are none before it has begun', () => {
    expect(told(batch({ kind: 'not-started' }))).toBeUndefined();
  });
});

describe('a narrator', () => {
  it('tells what changed, and a countdown is no change', () => {
    const { narrator, lines } = openNarrator();
    const row = batch({ kind: 'interval' }, { healthy: 3, nextStart: START + 50_000 });
    narrator.logBatches([row], START + 1_000);
    narrator.logBatches([row], START + 11_000);
    expect(lines).toEqual(['  00:01  batch 1/2   healthy     3/3   next batch in 49 s']);
    expect(narrator.lastChange()).toBe(START + 1_000);
  });

  it('tells the batch that is under way once a minute', () => {
    const { narrator, lines } = openNarrator();
    const rows = [
      batch({ kind: 'finished' }, { healthy: 3 }),
      batch({ kind: 'deploying' }, { position: 2 }),
    ];
    [0, 30, 59, 60, 90, 119, 120].forEach((second) => {
      narrator.logBatches(rows, START + second * 1000);
    });
    expect(lines.slice(2)).toEqual([
      '  01:00  batch 2/2   deploying   0/3',
      '  02:00  batch 2/2   deploying   0/3',
    ]);
    expect(narrator.lastChange()).toBe(START);
  });

  it.each([
    [
      'the last batch that ran',
      ['finished', 'finished', 'not-started'],
      'batch 2/2   finished    0/3',
    ],
    [
      'the first of two that run',
      ['deploying', 'unknown', 'not-started'],
      'batch 1/2   deploying   0/3',
    ],
    ['the one after', ['finished', 'deploying', 'not-started'], 'batch 2/2   deploying   0/3'],
    ['the rollout that has not begun', ['not-started', 'not-started'], 'rollout     not started'],
    ['the rollout of which nothing is seen', [], 'rollout     not started'],
  ] as const)('tells once a minute of %s', (_, kinds, line) => {
    const { narrator, lines } = openNarrator();
    const rows = kinds.map((kind, at) =>
      batch(kind === 'unknown' ? { kind, word: 'x' } : { kind }, { position: at + 1 }),
    );
    narrator.logBatches(rows, START);
    const told = lines.length;
    narrator.logBatches(rows, START + 60_000);
    expect(lines.slice(told)).toEqual([`  01:00  ${line}`]);
  });

  it('tells a batch again whose count, state or note has changed', () => {
    const { narrator, lines } = openNarrator();
    const row = batch({ kind: 'deploying' });
    const rows = [
      row,
      { ...row, healthy: 1 },
      { ...row, healthy: 1, note: 'p: Pending' },
      batch({ kind: 'waiting' }, { healthy: 1, note: 'p: Pending' }),
    ];
    rows.forEach((each, second) => {
      narrator.logBatches([each], START + second * 1000);
    });
    expect(lines).toHaveLength(4);
    expect(narrator.lastChange()).toBe(START + 3_000);
  });

  it('tells what the step did', () => {
    const { narrator, lines } = openNarrator();
    narrator.log('beta', 'confirmed', 'by on-waiting: resume', START + 24_000);
    expect(lines).toEqual(['  00:24  beta        confirmed         by on-waiting: resume']);
    expect(narrator.lastChange()).toBe(START + 24_000);
  });

  it('begins anew after a restart', () => {
    const { narrator, lines } = openNarrator();
    const row = batch({ kind: 'deploying' });
    narrator.logBatches([row], START);
    narrator.restart(START + 5_000);
    narrator.logBatches([row], START + 5_000);
    expect(lines).toHaveLength(2);
  });

  it('tells a look that brought nothing when it begins, when its reason changes, and once a minute', () => {
    const { narrator, lines } = openNarrator();
    narrator.logReadFailure('502', START);
    narrator.logReadFailure('502', START + 30_000);
    narrator.logReadFailure('503', START + 40_000);
    narrator.logReadFailure('503', START + 99_000);
    narrator.logReadFailure('503', START + 100_000);
    narrator.logBatches([], START + 101_000);
    narrator.logReadFailure('503', START + 102_000);
    expect(lines.map((line) => line.trim())).toEqual([
      '00:00  look        no answer         retrying: 502',
      '00:40  look        no answer         retrying: 503',
      '01:40  look        no answer         retrying: 503',
      '01:42  look        no answer         retrying: 503',
    ]);
  });
});

describe('a strategy', () => {
  const NOTHING: Strategy = {
    type: undefined,
    totalBatchCount: undefined,
    betaBatchNum: undefined,
    batchInterval: undefined,
  };

  it.each<[string, Partial<Strategy>]>([
    ['', {}],
    ['AUTO', { type: 0 }],
    ['AUTO, 1 batch', { type: 0, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 }],
    ['AUTO, 3 batches, 1 min apart', { type: 0, totalBatchCount: 3, batchInterval: 60 }],
    ['AUTO, 2 batches', { type: 0, totalBatchCount: 2, betaBatchNum: 5 }],
    ['MANUAL, 3 batches', { type: 1, totalBatchCount: 3 }],
    [
      'BETA, 1 instance, then 2 batches, 1 min apart',
      { type: 2, totalBatchCount: 2, betaBatchNum: 1, batchInterval: 60 },
    ],
    ['BETA, 2 instances, then 1 batch', { type: 2, totalBatchCount: 1, betaBatchNum: 2 }],
    ['BETA, 2 batches', { type: 2, totalBatchCount: 2 }],
    ['first release, 1 batch', { type: 3, totalBatchCount: 1 }],
    ['strategy 7, 2 batches', { type: 7, totalBatchCount: 2 }],
  ])('"%s"', (words, strategy) => {
    expect(formatStrategy({ ...NOTHING, ...strategy })).toBe(words);
  });

  it('that is not told is not made up', () => {
    expect(formatStrategy(undefined)).toBe('');
  });

  it('of the inputs reads the same as that of the cloud', () => {
    const inputs = { totalBatchCount: 2, betaBatchNum: 1, batchInterval: 90 };
    const words = 'BETA, 1 instance, then 2 batches, 1 min 30 s apart';
    expect(formatPlannedStrategy({ deployStrategy: 'BETA', ...inputs })).toBe(words);
    expect(formatStrategy({ type: 2, ...inputs })).toBe(words);
  });

  it('that the inputs leave to the cloud is not made up', () => {
    expect(formatPlannedStrategy({ totalBatchCount: 2 })).toBe('');
  });
});
