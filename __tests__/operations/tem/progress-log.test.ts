import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import type { Log } from '../../../src/github/log.ts';
import { createLog } from '../../../src/github/log.ts';
import {
  createProgressLog,
  formatPlannedStrategy,
  formatStrategy,
} from '../../../src/operations/tem/progress-log.ts';
import type { BatchProgress, BatchState } from '../../../src/rollout/batch-progress.ts';
import type { Strategy } from '../../../src/rollout/snapshot.ts';
import { recordingCore } from '../recorder.ts';
import type { Text } from '../../../src/text/message.ts';
import { formatText } from '../../../src/text/format-text.ts';

const START = 1_000_000;

function batch(state: BatchState, more: Partial<BatchProgress> = {}): BatchProgress {
  const row = { position: 1, of: 2, healthy: 0, total: 3, note: '', trouble: '' } as const;
  return { ...row, nextStart: undefined, state, ...more };
}

/** What a line says, by its columns; the words of the states are free. */
interface Line {
  readonly second: number;
  readonly subject: string;
  readonly state: string;
  readonly count: string;
  readonly detail: string;
}

function openProgressLog() {
  const lines: Line[] = [];
  const log: Log = {
    ...createLog(recordingCore().core),
    event: (ms, subject, state, count, detail) => {
      const format = (text: Text) => formatText(text, 'en-US');
      const columns = { subject: format(subject), state: format(state), detail: format(detail) };
      lines.push({ second: ms / 1000, count, ...columns });
    },
  };
  let now = START;
  const clock = { ...systemClock, now: () => now };
  /** So many ms after the start. */
  const at = (elapsed: number) => {
    now = START + elapsed;
    return progress;
  };
  const progress = createProgressLog({ clock, log, startedAt: START });
  return { lines, at };
}

/** The line that a single row makes, if any. */
function lineOf(row: BatchProgress): Line | undefined {
  const { at, lines } = openProgressLog();
  at(0).logBatches([row]);
  return lines[0];
}

describe('instances that become healthy one after another', () => {
  const deploying = (healthy: number, more: Partial<BatchProgress> = {}) =>
    batch({ kind: 'deploying' }, { healthy, total: 50, trouble: `pod-${healthy}`, ...more });

  it.each<[string, (second: number) => Partial<BatchProgress>]>([
    ['alone', () => ({})],
    ['while others are missing', (second) => ({ missing: 60 - second })],
    ['while one fails now and then', (second) => (second % 2 === 0 ? { isFailing: true } : {})],
  ])('are logged every few seconds, and all of them at the end (%s)', (_, more) => {
    const { at, lines } = openProgressLog();
    for (let second = 0; second <= 50; second += 1) {
      at(second * 1000).logBatches([deploying(second, more(second))]);
    }
    expect(lines.map(({ second }) => second)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
    expect(lines.at(-1)?.count).toBe('50/50');
  });

  it.each([
    ['that is the last', deploying(50)],
    ['with which the batch ends', batch({ kind: 'finished' }, { healthy: 1, total: 50 })],
  ])('do not hold up one %s', (_, row) => {
    const { at, lines } = openProgressLog();
    at(0).logBatches([deploying(0)]);
    at(1000).logBatches([row]);
    expect(lines.map(({ second }) => second)).toEqual([0, 1]);
  });
});

describe('the line of a batch', () => {
  const nextStart = START + 60_000;
  const STATES: readonly [BatchState, number][] = [
    [{ kind: 'deploying' }, 1],
    [{ kind: 'interval' }, 2],
    [{ kind: 'interval' }, 3],
    [{ kind: 'waiting' }, 3],
    [{ kind: 'finished' }, 2],
    [{ kind: 'unknown', word: '' }, 0],
  ];

  it.each(STATES)('has its count and its note: %j, %d healthy', (state, healthy) => {
    const line = lineOf(batch(state, { healthy, note: 'p: crash' }));
    expect(line).toMatchObject({ second: 0, count: `${healthy}/3`, detail: 'p: crash' });
  });

  it('has another word for each state, but one for what is healthy', () => {
    const words = STATES.map(([state, healthy]) => lineOf(batch(state, { healthy }))?.state);
    expect(words).not.toContain('');
    expect(new Set(words).size).toBe(STATES.length);
    const finished = lineOf(batch({ kind: 'finished' }, { healthy: 3 }));
    expect(finished).toMatchObject({ state: words[2], detail: '' });
  });

  it.each(['interval', 'finished'] as const)('has a word of its own if a pod fails: %s', (kind) => {
    const states = [undefined, true as const].map(
      (isFailing) =>
        lineOf(batch({ kind }, { healthy: 2, ...(isFailing && { isFailing }) }))?.state,
    );
    expect(new Set(states).size).toBe(2);
  });

  it('has the status of the cloud where that is unknown', () => {
    expect(lineOf(batch({ kind: 'unknown', word: 'Dreaming' }))).toMatchObject({
      state: 'Dreaming',
    });
  });

  it('says in how long the next one begins, unless that is over or something is wrong', () => {
    const detailOf = (more: Partial<BatchProgress>) =>
      lineOf(batch({ kind: 'interval' }, { healthy: 3, ...more }))?.detail;
    expect(detailOf({ nextStart })).toMatch(/\b1 min$/);
    expect(detailOf({ nextStart: START - 1 })).toBe('');
    expect(detailOf({ nextStart, healthy: 2, note: 'p: crash' })).toBe('p: crash');
  });

  it('says what a paused one is paused for', () => {
    expect(lineOf(batch({ kind: 'waiting' }, { position: 'beta' }))?.detail).not.toBe('');
  });

  it('is not there before it has begun', () => {
    expect(lineOf(batch({ kind: 'not-started' }))).toBeUndefined();
  });
});

describe('the progress', () => {
  it('is what changed, and a countdown is no change', () => {
    const { at, lines } = openProgressLog();
    const row = batch({ kind: 'interval' }, { healthy: 3, nextStart: START + 50_000 });
    at(1_000).logBatches([row]);
    at(11_000).logBatches([row]);
    expect(lines).toMatchObject([{ second: 1, count: '3/3' }]);
  });

  it('is the batch that is under way once a minute', () => {
    const { at, lines } = openProgressLog();
    const rows = [
      batch({ kind: 'finished' }, { healthy: 3 }),
      batch({ kind: 'deploying' }, { position: 2 }),
    ];
    [0, 30, 59, 60, 90, 119, 120].forEach((second) => {
      at(second * 1000).logBatches(rows);
    });
    const [, second] = lines;
    expect(lines.slice(2)).toEqual([
      { ...second, second: 60 },
      { ...second, second: 120 },
    ]);
  });

  it.each([
    ['the last batch that ran', ['finished', 'finished', 'not-started'], 1],
    ['the first of two that run', ['deploying', 'unknown', 'not-started'], 0],
    ['the one after', ['finished', 'deploying', 'not-started'], 1],
    ['the rollout that has not begun', ['not-started', 'not-started'], undefined],
    ['the rollout of which nothing is seen', [], undefined],
  ] as const)('is once a minute that of %s', (_, kinds, index) => {
    const { at, lines } = openProgressLog();
    const rows = kinds.map((kind, before) =>
      batch(kind === 'unknown' ? { kind, word: 'x' } : { kind }, { position: before + 1 }),
    );
    at(0).logBatches(rows);
    const told = [...lines];
    at(60_000).logBatches(rows);
    const rollout = { subject: expect.any(String), state: expect.any(String), count: '' };
    const line = index === undefined ? rollout : told[index];
    expect(lines.slice(told.length)).toMatchObject([{ ...line, second: 60 }]);
  });

  it('is a batch again whose count or state has changed', () => {
    const { at, lines } = openProgressLog();
    const row = batch({ kind: 'deploying' });
    const rows = [row, { ...row, healthy: 1 }, batch({ kind: 'waiting' }, { healthy: 1 })];
    rows.forEach((each, index) => {
      at(index * 6000).logBatches([each]);
    });
    expect(lines.map(({ second }) => second)).toEqual([0, 6, 12]);
  });

  it('is what the step did', () => {
    const { at, lines } = openProgressLog();
    at(24_000).log('beta', 'resumed', 'on-waiting: resume');
    const told = { subject: 'beta', state: 'resumed', detail: 'on-waiting: resume' };
    expect(lines).toEqual([{ ...told, second: 24, count: '' }]);
  });

  it('begins anew after a restart', () => {
    const { at, lines } = openProgressLog();
    const row = batch({ kind: 'deploying' });
    at(0).logBatches([row]);
    at(5_000).restart();
    at(5_000).logBatches([row]);
    expect(lines).toHaveLength(2);
  });

  it('is a read that brought nothing when it begins, when its reason changes, and once a minute', () => {
    const { at, lines } = openProgressLog();
    const told: [number, string][] = [];
    const fail = (elapsed: number, reason: string) => {
      at(elapsed).observeFailure(reason, () => told.push([elapsed / 1000, reason]));
    };
    fail(0, '502');
    fail(30_000, '502');
    fail(40_000, '503');
    fail(99_000, '503');
    fail(100_000, '503');
    at(101_000).logBatches([]);
    fail(102_000, '503');
    expect(lines).toEqual([]);
    expect(told).toEqual([
      [0, '502'],
      [40, '503'],
      [100, '503'],
      [102, '503'],
    ]);
  });
});

it('a stage of the verification has the one heartbeat while it lasts', () => {
  const { at, lines } = openProgressLog();
  const paused = batch({ kind: 'waiting' }, { healthy: 3 });
  const check = (elapsed: number, state: string) => {
    const progress = at(elapsed);
    progress.logBatches([paused], false);
    progress.observeStage(state, () => {
      progress.log('stage', state, '');
    });
  };
  for (let elapsed = 0; elapsed <= 130_000; elapsed += 5_000) {
    check(elapsed, elapsed < 10_000 ? 'new' : 'probed');
  }
  expect(lines.map(({ second, subject }) => [second, subject === 'stage'])).toEqual([
    [0, false],
    [0, true],
    [10, true],
    [70, true],
    [130, true],
  ]);
});

describe('a strategy', () => {
  const NOTHING: Strategy = {
    type: undefined,
    totalBatchCount: undefined,
    betaBatchNum: undefined,
    batchInterval: undefined,
  };
  const format = (strategy: Partial<Strategy>) =>
    formatText(formatStrategy({ ...NOTHING, ...strategy }), 'en-US');

  it.each<[string, Partial<Strategy>]>([
    ['AUTO', { type: 0 }],
    ['AUTO 1', { type: 0, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 }],
    ['AUTO 3 1', { type: 0, totalBatchCount: 3, batchInterval: 60 }],
    ['AUTO 2', { type: 0, totalBatchCount: 2, betaBatchNum: 5 }],
    ['MANUAL 3', { type: 1, totalBatchCount: 3 }],
    ['BETA 1 2 1', { type: 2, totalBatchCount: 2, betaBatchNum: 1, batchInterval: 60 }],
    ['BETA 2 1', { type: 2, totalBatchCount: 1, betaBatchNum: 2 }],
    ['BETA 2', { type: 2, totalBatchCount: 2 }],
    ['1', { type: 3, totalBatchCount: 1 }],
    ['7 2', { type: 7, totalBatchCount: 2 }],
  ])('has its name, instances, batches and minutes in order: %s', (parts, strategy) => {
    expect(
      format(strategy)
        .match(/\b[A-Z]{4,}\b|\d+/g)
        ?.join(' '),
    ).toBe(parts);
  });

  it('has a word for a first release, and one or several of what it counts', () => {
    expect(format({ type: 3 })).not.toBe('');
    const [one, two] = [1, 2].map((totalBatchCount) => format({ type: 0, totalBatchCount }));
    expect(two?.length).toBeGreaterThan(one?.length ?? 0);
  });

  it('that is not told is not made up', () => {
    expect([formatStrategy(undefined), format({})]).toEqual(['', '']);
    expect(formatPlannedStrategy({ totalBatchCount: 2 })).toBe('');
  });

  it('of the inputs reads the same as that of the cloud', () => {
    const inputs = { totalBatchCount: 2, betaBatchNum: 1, batchInterval: 90 };
    const planned = formatPlannedStrategy({ deployStrategy: 'BETA', ...inputs });
    expect(planned).toEqual(formatStrategy({ type: 2, ...inputs }));
  });
});
