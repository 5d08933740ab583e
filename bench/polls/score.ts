import { mean, quantile, sum } from '../statistics.ts';
import type { RolloutPlan } from './corpus.ts';
import type { Followed } from './follower.ts';
import { followPlan, GRACE_MS, STABLE_MS } from './follower.ts';
import type { Policy } from './policies.ts';
import { latenesses } from './sights.ts';

/** The results of a policy over the corpus. Times in seconds. */
export interface Score {
  readonly policy: string;
  /** HTTP requests of all rollouts. */
  readonly calls: number;
  readonly callsEach: number;
  readonly end: Lateness;
  /** Lateness of batch starts, waits and ends, and of instances that become healthy. */
  readonly changes: Lateness;
  /** Number of rollouts by result. */
  readonly endings: Readonly<Record<string, number>>;
}

export interface Lateness {
  readonly mean: number;
  readonly p95: number;
  readonly most: number;
}

export async function score(policy: Policy, plans: readonly RolloutPlan[]): Promise<Score> {
  const runs: Followed[] = [];
  for (const [seed, plan] of plans.entries()) runs.push(await followPlan(plan, policy, seed));
  const calls = sum(runs.map((run) => run.calls));
  return {
    policy: policy.name,
    ...{ calls, callsEach: calls / runs.length },
    end: latenessOf(runs.map(endLateness)),
    changes: latenessOf(
      runs.flatMap(({ cloud, sights, endedAt }) => latenesses(cloud.changes(endedAt), sights)),
    ),
    endings: countBy(runs.map(({ ending }) => ending)),
  };
}

/**
 * Measures from the moment of certainty: everything has stayed healthy, or a crash has lasted too
 * long.
 */
function endLateness({ cloud, endedAt }: Followed): number {
  return endedAt - Math.min(cloud.endsAt() + STABLE_MS, cloud.breaksAt() + GRACE_MS);
}

function latenessOf(ms: readonly number[]): Lateness {
  const seconds = ms.map((each) => each / 1000);
  return { mean: mean(seconds), p95: quantile(seconds, 0.95), most: quantile(seconds, 1) };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
