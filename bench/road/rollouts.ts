import type { Weather } from '../../__tests__/support/road/weather.ts';
import { CLEAR } from '../../__tests__/support/road/weather.ts';
import { mean } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import type { Followed, Route } from './rollout.ts';
import { followRollout, stableForSeconds } from './rollout.ts';

/** The same rollouts, followed by this build nearby, by this build on the road, and by another one. */
export interface Rollouts {
  readonly nearby: readonly Followed[];
  readonly ours: readonly Followed[];
  /** Over the same road to a cloud that closes idle connections soon. */
  readonly closed: readonly Followed[];
  readonly before: readonly Followed[];
  readonly stableForOurs: number;
  /** 0 if the other build has no such input. */
  readonly stableForBefore: number;
}

const MOST_OVERHEAD_SECONDS = 3;

/** Unknown how long Tencent Cloud keeps an idle connection: nginx keeps it for 75 s, Node for 5 s. */
const [LONG_IDLE_SECONDS, SHORT_IDLE_SECONDS] = [75, 5];

/** Follows `count` rollouts in compressed time. */
export async function measureRollouts(
  count: number,
  weather: Weather,
  before?: string,
): Promise<Rollouts> {
  const followed = async (route: Route) => {
    const all: Followed[] = [];
    for (let seed = 0; seed < count; seed += 1) all.push(await followRollout(route, seed));
    return all;
  };
  const far = { weather, idleSeconds: LONG_IDLE_SECONDS };
  return {
    nearby: await followed({ ...far, weather: CLEAR }),
    ours: await followed(far),
    closed: await followed({ ...far, idleSeconds: SHORT_IDLE_SECONDS }),
    before: before === undefined ? [] : await followed({ ...far, program: before }),
    stableForOurs: stableForSeconds(),
    stableForBefore: before === undefined ? 0 : stableForSeconds(before),
  };
}

const ROWS: readonly (readonly [name: string, pick: (each: Followed) => number])[] = [
  ['the end is seen late by, seconds', ({ lateSeconds }) => lateSeconds],
  ['overhead of the step, seconds', ({ overheadSeconds }) => overheadSeconds],
  ['calls', ({ calls }) => calls],
  ['connections', ({ connections }) => connections],
  ['round trips, one after another', ({ roundTrips }) => roundTrips],
  ['… before the rollout', ({ roundTripsBefore }) => roundTripsBefore],
  ['… after its end', ({ roundTripsAfter }) => roundTripsAfter],
];

/** Formats means, with the least and the most. */
export function rolloutsTable({ nearby, ours, closed, before, stableForBefore }: Rollouts): string {
  const columns = [
    ['no delay', nearby],
    ['250 ms', ours],
    [`250 ms, closed after ${SHORT_IDLE_SECONDS} s`, closed],
    ...(before.length > 0 ? [[`250 ms, before (stable: ${stableForBefore} s)`, before]] : []),
  ] as [string, readonly Followed[]][];
  return table(
    ['', ...columns.map(([name]) => name)],
    ROWS.map(([name, pick]) => [name, ...columns.map(([, runs]) => range(runs.map(pick)))]),
  );
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most
    ? rounded(least)
    : `${rounded(mean(values))} (${rounded(least)} to ${rounded(most)})`;
}

/** Formats the goals, and how much of the overhead the network causes. */
export function rolloutVerdicts({ nearby, ours, closed }: Rollouts): string {
  const overhead = meanOverhead(ours);
  const short = meanOverhead(closed);
  const network = overhead - meanOverhead(nearby);
  const goal = `≤ ${MOST_OVERHEAD_SECONDS} s`;
  return table(
    ['', 'target', 'measured', ''],
    [
      ['overhead of a step', goal, `${rounded(overhead)} s`, reached(overhead)],
      ['… if idle connections are closed', goal, `${rounded(short)} s`, reached(short)],
      ['of that, what the 250 ms add', goal, `${rounded(network)} s`, reached(network)],
    ],
  );
}

function meanOverhead(runs: readonly Followed[]): number {
  return mean(runs.map(({ overheadSeconds }) => overheadSeconds));
}

function reached(seconds: number): string {
  return verdict(seconds <= MOST_OVERHEAD_SECONDS);
}
