import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRoadWorld } from '../../__tests__/scenarios/road-world.ts';
import { closeWorlds } from '../../__tests__/scenarios/world.ts';
import type { Weather } from '../../__tests__/support/road/weather.ts';

/** A step that rolls out three batches, followed to its end. Times are in seconds. */
export interface Followed {
  /** From the end of the rollout, and of `stable-for` after it, to the end of the step. */
  readonly lateSeconds: number;
  /** What the step took longer than the rollout and `stable-for`. */
  readonly overheadSeconds: number;
  readonly calls: number;
  readonly connections: number;
  /** Calls one after another: no two of them were under way at the same time. */
  readonly roundTrips: number;
  /** The same, before the rollout began and after it had ended. */
  readonly roundTripsBefore: number;
  readonly roundTripsAfter: number;
}

/** What a build that has the input waits for after the end; earlier builds do not wait. */
const STABLE_FOR_SECONDS = 15;

/** What a rollout is followed over, and with which build. */
export interface Route {
  readonly weather: Weather;
  /** How long the cloud keeps an idle connection. */
  readonly idleSeconds: number;
  /** Default: this build. */
  readonly program?: string | undefined;
}

/** Follows a rollout in compressed time; the seed varies how long an instance takes to start. */
export async function followRollout(
  { weather, idleSeconds, program }: Route,
  seed: number,
): Promise<Followed> {
  const folder = mkdtempSync(join(tmpdir(), 'road-'));
  const podStartSeconds = 15 + 1.3 * seed;
  const world = await openRoadWorld({
    behaviour: { podStartSeconds },
    ...{ weather, idleSeconds, folder, seed },
  });
  const startedAt = world.time.now();
  try {
    const { outputs, seconds, stdout } = await world.drive(
      {
        ...{ operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' },
        ...{ 'total-batch-count': '3', 'batch-interval': '30s' },
      },
      { program, hangsAfterMs: 120_000 },
    );
    const [rollout] = world.application.rollouts;
    if (outputs.status !== 'succeeded' || !rollout) throw new Error(stdout);
    const stableMs = stableForSeconds(program) * 1000;
    const cloudMs = rollout.endedAt - rollout.startedAt + stableMs;
    const times = world.simulator.calls.map(({ at }) => at);
    const apartMs = 2 * weather.delayMs;
    return {
      lateSeconds: (startedAt + seconds * 1000 - rollout.endedAt - stableMs) / 1000,
      overheadSeconds: seconds - cloudMs / 1000,
      calls: times.length,
      connections: world.road.traffic.connections,
      roundTrips: countInTurn(times, apartMs),
      roundTripsBefore: countInTurn(before(times, rollout.startedAt), apartMs),
      roundTripsAfter: countInTurn(after(times, rollout.endedAt + stableMs), apartMs),
    };
  } finally {
    await world.road.close();
    await closeWorlds();
    rmSync(folder, { recursive: true, force: true });
  }
}

function before(times: readonly number[], time: number): number[] {
  return times.filter((at) => at <= time);
}

function after(times: readonly number[], time: number): number[] {
  return times.filter((at) => at > time);
}

/** How many of the calls followed each other: each began when the answer of the one before was there. */
export function countInTurn(times: readonly number[], roundTripMs: number): number {
  let [count, free] = [0, -Infinity];
  for (const at of times.toSorted((a, b) => a - b)) {
    if (at < free) continue;
    count += 1;
    free = at + roundTripMs;
  }
  return count;
}

/** 0 for a build that has no such input. */
export function stableForSeconds(program?: string): number {
  const has = program === undefined || readFileSync(program, 'utf8').includes('stable-for');
  return has ? STABLE_FOR_SECONDS : 0;
}
