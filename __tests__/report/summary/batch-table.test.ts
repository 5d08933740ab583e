import { describe, expect, it } from '@jest/globals';
import { renderBatchTable, renderPlannedBatches } from '../../../src/report/summary/batch-table.ts';
import { createBatch, createSegment, START } from '../run-records.ts';

const FINISHED = { kind: 'finished' } as const;
const NOW = START + 100_000;
type View = Parameters<typeof renderBatchTable>[0];

/** The cells of each row, without the headers. */
function rowsOf(view: Partial<View>): string[][] {
  const table = renderBatchTable({
    batches: [],
    timeline: [],
    now: NOW,
    isFailed: false,
    language: 'en-US',
    ...view,
  });
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
}

describe('the table of batches', () => {
  it.each([
    [{ kind: 'not-started' }, 1, 'not started'],
    [{ kind: 'deploying' }, 1, 'in progress'],
    [{ kind: 'unknown', word: 'Dreaming|' }, 1, 'Dreaming&#124;'],
    [{ kind: 'unknown', word: '' }, 1, 'no status'],
    [{ kind: 'interval' }, 1, '✅ healthy'],
    [{ kind: 'waiting' }, 1, '✅ healthy'],
    [FINISHED, 1, '✅ healthy'],
    [FINISHED, 0, '⚠️ not healthy'],
  ] as const)('calls %j with %d of 1 healthy "%s"', (state, healthy, result) => {
    const batches = [{ ...createBatch('beta', state), healthy }];
    expect(rowsOf({ batches })).toEqual([['beta', `${healthy}/1`, result, '']]);
  });

  it('calls a batch failed that deployed when the step failed', () => {
    const batches = [createBatch(1, { kind: 'deploying' })];
    const timeline = [createSegment(1, 'deploying', 0, 30)];
    expect(rowsOf({ batches, timeline, isFailed: true, language: 'en-US' as const })).toEqual([
      ['batch 1/2', '1/1', '❌ failed', '30 s'],
    ]);
  });

  it('calls a finished batch failed if its instances made the rollout fail', () => {
    const batches = [{ ...createBatch(1, FINISHED), healthy: 0 }];
    const [row = []] = rowsOf({ batches, isFailed: true });
    expect(row[2]).toContain('❌');
  });

  it('has the times between two batches, as long as they last', () => {
    const batches = [
      createBatch('beta', FINISHED),
      createBatch(1, FINISHED),
      createBatch(2, FINISHED),
    ];
    const timeline = [
      createSegment('beta', 'deploying', 0, 10),
      createSegment('beta', 'waiting', 10, 15),
      createSegment(1, 'deploying', 15, 30),
      createSegment(1, 'interval', 30, 90),
      createSegment(2, 'waiting', 95),
    ];
    expect(rowsOf({ batches, timeline }).map(([name, , , took]) => [name, took])).toEqual([
      ['beta', '10 s'],
      ['confirmation', '5 s'],
      ['batch 1/2', '15 s'],
      ['pause', '1 min'],
      ['batch 2/2', ''],
      ['confirmation', '5 s'],
    ]);
    const confirmations = rowsOf({ batches, timeline }).filter(([name]) => name === 'confirmation');
    expect(new Set(confirmations.map(([, , result]) => result)).size).toBe(2);
  });

  it('tells a pause that lasts, one that was resumed, and one that the rollout did not survive', () => {
    const batches = [createBatch('beta', { kind: 'waiting' })];
    const over = createSegment('beta', 'waiting', 10, 15);
    const results = [
      createSegment('beta', 'waiting', 10),
      over,
      { ...over, isCutOff: true as const },
    ]
      .map((segment) => rowsOf({ batches, timeline: [segment] })[1])
      .map((row) => row?.[2]);
    expect(new Set(results).size).toBe(3);
  });

  it('has a hundred rows at the most, and the count of the others', () => {
    const batches = Array.from({ length: 101 }, (_, at) => createBatch(at + 1, FINISHED));
    const view = { timeline: [], now: NOW, isFailed: false, language: 'en-US' as const };
    expect(rowsOf({ batches: batches.slice(0, 100) })).toHaveLength(100);
    expect(renderBatchTable({ ...view, batches: batches.slice(0, 100) })).not.toContain('…');
    expect(rowsOf({ batches })).toHaveLength(100);
    expect(renderBatchTable({ ...view, batches })).toMatch(/\n\n… and 1 more$/);
  });
});

describe('the batches of a plan', () => {
  it('have their instances and nothing else, as nothing has happened yet', () => {
    const batches = [
      { ...createBatch('beta', { kind: 'not-started' }), total: 1 },
      { ...createBatch(1, { kind: 'not-started' }), total: 3 },
    ];
    const view = { batches, timeline: [], now: NOW, isFailed: false, language: 'en-US' } as const;
    const rows = renderPlannedBatches(view).split('\n').slice(2);
    expect(rows).toEqual(['| beta | 1 |', '| batch 1/2 | 3 |']);
  });

  it('are no table if there are none', () => {
    const view = { batches: [], timeline: [], now: NOW, isFailed: false } as const;
    expect(renderPlannedBatches({ ...view, language: 'en-US' })).toBe('');
  });
});
