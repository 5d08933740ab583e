import { describe, expect, it } from '@jest/globals';
import { poll } from '../../src/operations/poll.ts';
import { ApiResponseError, AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const CALL = { service: 'car', action: 'DescribeApplicationVersion' };

function stepOf(limit: number) {
  const clock = virtualClock();
  const startedAt = clock.now();
  const lines: string[][] = [];
  const log = { event: (_: number, ...columns: string[]) => lines.push(columns) };
  const { signal } = new AbortController();
  const step = { clock, startedAt, deadline: startedAt + limit, log, signal } as unknown;
  return { clock, lines, step: step as Parameters<typeof poll>[0] };
}

describe('poll', () => {
  it('looks rarer the longer nothing changes, and often again after a change', async () => {
    const { clock, step } = stepOf(600_000);
    const looks: number[] = [];
    await poll(step, 'auto', (sees) => {
      looks.push(clock.seconds());
      sees(clock.seconds() < 200 ? 'queue' : 'format', () => undefined);
      return Promise.resolve(clock.seconds() > 230 ? true : undefined);
    });
    const pauses = looks.slice(1).map((second, index) => second - (looks[index] ?? 0));
    const changed = looks.findIndex((second) => second >= 200);
    expect(pauses[changed - 1]).toBeGreaterThan(pauses[0] ?? 0);
    expect(pauses[changed]).toBe(pauses[0]);
  });

  it('tells a state once, and once a minute while it stays', async () => {
    const { clock, step } = stepOf(130_000);
    const told: [number, string][] = [];
    await poll(step, 10_000, (sees) => {
      const state = clock.seconds() < 20 ? 'queue' : 'format';
      sees(state, () => told.push([clock.seconds(), state]));
      return Promise.resolve(undefined);
    });
    expect(told).toEqual([
      [0, 'queue'],
      [20, 'format'],
      [80, 'format'],
    ]);
  });

  it('looks again after a look without an answer, and says so', async () => {
    const { lines, step } = stepOf(60_000);
    const answers = [new AmbiguousResponseError({ ...CALL, message: 'cut' }), undefined];
    const found = await poll(step, 1_000, () => {
      const answer = answers.shift();
      return answer ? Promise.reject(answer) : Promise.resolve('there');
    });
    expect(found).toBe('there');
    expect(lines).toEqual([['look', 'no answer', '', 'looks again: cut']]);
  });

  it('gives up on what would fail again, and at the deadline', async () => {
    const { step } = stepOf(5_000);
    const refused = new ApiResponseError({
      ...CALL,
      code: 'AuthFailure',
      message: '',
      requestId: '',
    });
    await expect(poll(step, 'auto', () => Promise.reject(refused))).rejects.toBe(refused);
    await expect(poll(step, 'auto', () => Promise.resolve(undefined))).resolves.toBeUndefined();
  });
});
