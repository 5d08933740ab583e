import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BatchProgress, BatchState } from '../../src/rollout/batch-progress.ts';
import type { Segment, Timeline } from '../../src/rollout/timeline.ts';
import {
  getDeployingTime,
  estimateEarliestEnd,
  closeTimeline,
  recordProgress,
} from '../../src/rollout/timeline.ts';

type Position = Segment['position'];

const row = (position: Position, state: BatchState | Segment['kind']): BatchProgress => ({
  ...{ position, of: 2, healthy: 0, total: 1, note: '', trouble: '', nextStart: undefined },
  state: stateOf(state),
});

function stateOf(state: BatchState | Segment['kind']): BatchState {
  if (typeof state !== 'string') return state;
  return state === 'unknown' ? { kind: state, word: 'x' } : { kind: state };
}

/** The timeline after each of the looks, ten milliseconds apart. */
function recorded(...looks: readonly (readonly BatchProgress[])[]): Timeline {
  return looks.reduce<Timeline>((line, rows, index) => recordProgress(line, rows, index * 10), []);
}

const segment = (
  position: Position,
  kind: Segment['kind'],
  from: number,
  to?: number,
): Segment => ({
  ...{ position, kind, from, to },
});

describe('a timeline', () => {
  it('is empty before anything begins', () => {
    expect(recorded([], [row('beta', 'not-started'), row(1, 'not-started')])).toEqual([]);
  });

  it('does not begin with what is over', () => {
    expect(recorded([row('beta', 'finished')], [row('beta', 'finished')])).toEqual([]);
  });

  it('has the stretches of a BETA rollout', () => {
    const line = recorded(
      [row('beta', 'deploying'), row(1, 'not-started')],
      [row('beta', 'deploying'), row(1, 'not-started')],
      [row('beta', 'waiting'), row(1, 'not-started')],
      [row('beta', 'finished'), row(1, 'deploying')],
      [row('beta', 'finished'), row(1, 'finished')],
      [row('beta', 'finished'), row(1, 'finished')],
    );
    expect(line).toEqual([
      segment('beta', 'deploying', 0, 20),
      segment('beta', 'waiting', 20, 30),
      segment(1, 'deploying', 30, 40),
    ]);
  });

  it('leaves what lasts open', () => {
    expect(recorded([row(1, 'interval')])).toEqual([segment(1, 'interval', 0)]);
  });

  it('keeps unknown states', () => {
    const line = recorded(
      [row(1, 'unknown')],
      [row(1, { kind: 'unknown', word: 'y' })],
      [row(1, 'deploying')],
    );
    expect(line).toEqual([segment(1, 'unknown', 0, 20), segment(1, 'deploying', 20)]);
  });

  it('does not change the one that it was given', () => {
    const before = recorded([row(1, 'deploying')]);
    const copy = structuredClone(before);
    recordProgress(before, [row(1, 'finished')], 50);
    expect(before).toEqual(copy);
  });

  it('knows how long a batch deployed', () => {
    const line = recorded(
      [row(1, 'deploying'), row(2, 'deploying')],
      [row(1, 'waiting'), row(2, 'deploying')],
      [row(1, 'deploying'), row(2, 'finished')],
    );
    expect(getDeployingTime(line, 1, 100)).toBe(10 + 80);
    expect(getDeployingTime(line, 2, 100)).toBe(20);
    expect(getDeployingTime(line, 'beta', 100)).toBe(0);
  });

  it('never overlaps with itself, whatever is seen', () => {
    const kinds = fc.constantFrom<Segment['kind']>(
      ...(['not-started', 'deploying', 'interval', 'waiting', 'finished', 'unknown'] as const),
    );
    const looks = fc.array(fc.tuple(kinds, kinds), { maxLength: 20 });
    fc.assert(
      fc.property(looks, (seen) => {
        const line = recorded(...seen.map(([beta, first]) => [row('beta', beta), row(1, first)]));
        const end = seen.length * 10;
        for (const position of ['beta', 1] as const) {
          const segments = line.filter((each) => each.position === position);
          segments.forEach(({ from, to }, index) => {
            const until = segments[index + 1]?.from ?? end;
            expect(from).toBeLessThan(to ?? end);
            expect(to ?? end).toBeLessThanOrEqual(until);
          });
          expect(getDeployingTime(line, position, end)).toBeLessThanOrEqual(end);
        }
      }),
    );
  });
});

describe('the earliest end of the batch that deploys', () => {
  const before = [segment(1, 'deploying', 0, 100), segment(2, 'deploying', 150, 190)];

  it('comes a little sooner than the fastest batch before took', () => {
    const earliest = estimateEarliestEnd([...before, segment(3, 'deploying', 500)]);
    expect(earliest).toBeGreaterThan(500 + 40 / 2);
    expect(earliest).toBeLessThan(500 + 40);
  });

  it('is unknown for the first batch, and between batches', () => {
    expect(estimateEarliestEnd([segment(1, 'deploying', 0)])).toBeUndefined();
    expect(estimateEarliestEnd([...before, segment(2, 'interval', 190)])).toBeUndefined();
    expect(estimateEarliestEnd([])).toBeUndefined();
  });
});

describe('what still lasts', () => {
  it('ends where something else begins; what is over keeps its end', () => {
    const lasting = { position: 2, kind: 'deploying', from: 20, to: undefined } as const;
    const over = { position: 1, kind: 'deploying', from: 0, to: 20 } as const;
    expect(closeTimeline([over, lasting], 50)).toEqual([
      over,
      { ...lasting, to: 50, isCutOff: true },
    ]);
  });
});
