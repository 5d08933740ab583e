import type { Part, Plot, Size } from '../part.ts';
import type { Series } from '../plot.ts';
import { chart } from '../plot.ts';
import { rounded, table, verdict } from '../table.ts';
import type { Request } from './limited-cloud.ts';
import { LIMIT } from './limited-cloud.ts';
import type { Steps } from './steps.ts';
import { runSteps } from './steps.ts';

/** Measures whether a thousand simultaneous steps succeed under the API's rate limit. */
export const scale: Part = {
  name: 'scale',
  run: async (size: Size) => {
    const count = size === 'quick' ? 30 : 1000;
    const [single, all] = [await runSteps(1), await runSteps(count)];
    const demanded = secondsDemanded(all);
    const allowed = 1.2 * single.seconds + demanded;
    const failed = all.statuses.filter((status) => status !== 'succeeded').length;
    return {
      title: `Scale: ${count} steps at once`,
      text: [
        `${count} steps, each the whole of \`tem-rolling-update\` with an application of its own (three batches, 30 s apart), begin in the same moment on one clock. The simulated cloud executes ${LIMIT} requests a second of each action and refuses the others with RequestLimitExceeded. What the limit demands is the time for the executed requests of the busiest action at ${LIMIT} a second.`,
        table(
          ['', '1 step', `${count} steps`],
          [
            ['seconds until the last has ended', single.seconds, all.seconds],
            ['requests executed', executed(single).length, executed(all).length],
            ['requests refused', refused(single), refused(all)],
            ['of the busiest action, executed', busiest(single), busiest(all)],
          ],
        ),
        table(
          ['', 'target', 'measured', ''],
          [
            ['steps that fail', 'none', failed, verdict(failed === 0)],
            [
              'seconds in all',
              `≤ 1.2 × ${rounded(single.seconds)} + ${rounded(demanded)} = ${rounded(allowed)}`,
              rounded(all.seconds),
              verdict(all.seconds <= allowed),
            ],
          ],
        ),
      ],
      plots: [plotOf(all)],
      data: { count, seconds: all.seconds, single: single.seconds, demanded, allowed, failed },
    };
  },
};

function executed({ requests }: Steps): Request[] {
  return requests.filter(({ isRefused }) => !isRefused);
}

function refused({ requests }: Steps): number {
  return requests.filter(({ isRefused }) => isRefused).length;
}

/** Returns the number of executed requests of the most frequent action. */
function busiest(steps: Steps): number {
  return Math.max(...[...byAction(steps).values()].map(({ length }) => length));
}

function byAction(steps: Steps): Map<string, Request[]> {
  const found = new Map<string, Request[]>();
  for (const request of executed(steps)) {
    const same = found.get(request.action) ?? [];
    same.push(request);
    found.set(request.action, same);
  }
  return found;
}

function secondsDemanded(steps: Steps): number {
  return busiest(steps) / LIMIT;
}

/** Seconds per point. */
const BIN = 5;

function plotOf(steps: Steps): Plot {
  const series = [...byAction(steps)].map(([action, requests]) =>
    rateOf(action, requests, steps.seconds),
  );
  return {
    file: 'scale.svg',
    svg: chart({
      title: `Requests executed a second (limit: ${LIMIT} of each action)`,
      x: 'seconds since the start',
      y: 'requests a second',
      series,
    }),
  };
}

function rateOf(name: string, requests: readonly Request[], seconds: number): Series {
  const counts = Array.from({ length: Math.ceil(seconds / BIN) }, () => 0);
  for (const { at } of requests) {
    const bin = Math.min(counts.length - 1, Math.floor(at / BIN));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { name, points: counts.map((count, bin) => [bin * BIN, count / BIN] as const) };
}
