import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RolloutView } from '../../../src/report/summary/gantt.ts';
import { renderGantt } from '../../../src/report/summary/gantt.ts';
import { createBatch, createSegment, hostileRun, START } from '../run-records.ts';

const FINISHED = { kind: 'finished' } as const;
const NOW = START + 100_000;

/** The sections, and of each bar what is behind its label: tag, start and length. */
function readBars(drawn: string): string[] {
  const lines = drawn.split('\n').filter((line) => /^ {2}(?:section| {2})/.test(line));
  return lines.map((line) => line.trim().replace(/^(?!section).* :/, ''));
}

/** The diagram of a rollout that has not failed. */
function drawPassed(batches: RolloutView['batches'], timeline: RolloutView['timeline']): string {
  return renderGantt({ batches, timeline, now: NOW, isFailed: false, language: 'en-US' });
}

describe('the gantt of a rollout', () => {
  it('has a section for each batch, and bars for what it did', () => {
    const drawn = renderGantt({
      batches: [
        createBatch('beta', FINISHED),
        createBatch(1, FINISHED),
        createBatch(2, { kind: 'deploying' }),
      ],
      timeline: [
        createSegment('beta', 'deploying', 0, 40),
        createSegment('beta', 'waiting', 40, 42),
        createSegment(1, 'deploying', 42, 60),
        createSegment(1, 'interval', 60, 90),
        createSegment(2, 'deploying', 90),
      ],
      now: NOW,
      isFailed: true,
      language: 'en-US' as const,
    });
    expect(readBars(drawn)).toEqual([
      'section beta',
      'done, 2026-11-20T10:00:00, 40s',
      'active, 2026-11-20T10:00:40, 2s',
      'section batch 1/2',
      'done, 2026-11-20T10:00:42, 18s',
      'active, 2026-11-20T10:01:00, 30s',
      'section batch 2/2',
      'crit, 2026-11-20T10:01:30, 10s',
    ]);
    for (const sign of '🟩🟨🟦🟥') expect(drawn.split('```').at(-1)).toContain(sign);
  });

  it('shows the batch that failed, and how the rollout was rolled back after it', () => {
    const drawn = renderGantt({
      batches: [createBatch(1, FINISHED), createBatch(2, { kind: 'deploying' })],
      timeline: [
        createSegment(1, 'deploying', 0, 20),
        createSegment(2, 'deploying', 20, 50),
        createSegment('revert', 'deploying', 52, 70),
      ],
      now: NOW,
      isFailed: true,
      language: 'en-US' as const,
    });
    expect(readBars(drawn).filter((line) => !line.startsWith('section'))).toEqual([
      'done, 2026-11-20T10:00:00, 20s',
      'crit, 2026-11-20T10:00:20, 30s',
      'done, 2026-11-20T10:00:52, 18s',
    ]);
  });

  it('leaves out batches that never began, and is nothing where none did', () => {
    const idle = [createBatch(1, { kind: 'not-started' })];
    expect(
      renderGantt({
        batches: idle,
        timeline: [],
        now: NOW,
        isFailed: true,
        language: 'en-US' as const,
      }),
    ).toBe('');
  });

  it('shows what is in progress without a tag, a second long at least', () => {
    const timeline = [createSegment(1, 'deploying', 100)];
    const batches = [createBatch(1, { kind: 'deploying' })];
    const view = { batches, timeline, now: NOW, isFailed: false, language: 'en-US' as const };
    expect(readBars(renderGantt(view)).at(-1)).toBe('2026-11-20T10:01:40, 1s');
  });

  it('ends a bar where the next one starts, whatever the milliseconds', () => {
    const timeline = [
      createSegment(1, 'deploying', 0.6, 20.4),
      createSegment(1, 'interval', 20.4, 30.2),
    ];
    const batches = [createBatch(1, FINISHED)];
    const view = { batches, timeline, now: NOW, isFailed: false, language: 'en-US' as const };
    expect(readBars(renderGantt(view)).slice(1)).toEqual([
      'done, 2026-11-20T10:00:00, 20s',
      'active, 2026-11-20T10:00:20, 10s',
    ]);
  });

  it('shows a finished batch as failed if the rollout failed and its instances are not healthy', () => {
    const timeline = [createSegment(1, 'deploying', 0, 20)];
    const batches = [{ ...createBatch(1, FINISHED), healthy: 0 }];
    const view = { batches, timeline, now: NOW, isFailed: true, language: 'en-US' as const };
    expect(readBars(renderGantt(view)).at(-1)).toMatch(/^crit,/);
  });

  it.each([
    [4, '1second'],
    [129, '30second'],
    [480, '2minute'],
    [1_800, '10minute'],
    [86_400, '60minute'],
  ])('of %d seconds has marks that people count in', (length, tick) => {
    const timeline = [createSegment(1, 'deploying', 0, length)];
    const batches = [createBatch(1, FINISHED)];
    const drawn = drawPassed(batches, timeline);
    expect(drawn).toContain(`\n  tickInterval ${tick}\n`);
  });

  it('stays small enough to be drawn', () => {
    const places = Array.from({ length: 5_000 }, (_, index) => index + 1);
    const batches = places.map((place) => createBatch(place, FINISHED));
    const timeline = places.map((place) => createSegment(place, 'deploying', place, place + 1));
    const drawn = drawPassed(batches, timeline);
    expect(drawn.length).toBeLessThan(50_000);
    expect(drawn).toContain('section batch 1/2');
  });

  it('is made of words of our own, whatever TEM reports', () => {
    const bar = /^ {4}[\w ]+ :(?:(?:done|active|crit), )?[\dT:-]{19}, \d+s$/;
    const section = /^ {2}section (?:beta|rollout|rollback|batch \d+\/\d+)$/;
    fc.assert(
      fc.property(hostileRun, fc.boolean(), ({ record, input: { now } }, isFailed) => {
        const { batches, timeline } = record;
        const lines = renderGantt({ batches, timeline, now, isFailed, language: 'en-US' as const })
          .split('\n')
          .slice(8, -3);
        expect(lines.filter((line) => !bar.test(line) && !section.test(line))).toEqual([]);
      }),
    );
  });
});
