import { isHealthyLook, lookAtPod } from './pod-fate.ts';
import { describeDetail } from './tem-answers.ts';
import type { Rollout, TemState } from './tem-state.ts';
import { isInProgress, podsOf } from './tem-state.ts';
import type { TemHistory } from './tem-world.ts';

/** How close together the truth is looked at, in ms. */
const STEP_MS = 500;
/** A dip of the health that is shorter may pass between two looks. */
const SHORTEST_DIP_MS = 8_000;

/** Questions to the truth. Times are in ms since 1970. */
export interface Truth {
  readonly stateAt: (time: number) => TemState;
  /** The rollout as it was at that time; undefined where another one had its place, or none yet. */
  readonly rolloutAt: (revisionId: string, time: number) => Rollout | undefined;
  /** Every instance of the revision that is to be there by then is healthy. */
  readonly isHealthy: (revisionId: string, time: number) => boolean;
  /** All batches are over, the revision is current, and it is healthy. */
  readonly isComplete: (revisionId: string, time: number) => boolean;
  /** For how long before `time` the revision's instances have been healthy, as far as anybody can see. */
  readonly healthyFor: (revisionId: string, time: number, most: number) => number;
  /** For how long an instance has been failing, or has not been healthy for 30 s since, at most. */
  readonly longestFailure: (revisionId: string, until: number, gap?: number) => number;
  /** For how long Status was Error, at most; breaks no longer than `gap` ms do not end it. */
  readonly longestError: (revisionId: string, until: number, gap?: number) => number;
}

/** How long an instance that failed has to be healthy until it counts so. */
const RECOVERY_MS = 30_000;

export function tellTruth({ cloud, scenario }: TemHistory): Truth {
  const look = (pod: Parameters<typeof lookAtPod>[0], time: number) =>
    lookAtPod(pod, time, cloud.traits);

  const stateAt = (time: number) => cloud.stateAt(time);

  const rolloutAt: Truth['rolloutAt'] = (revisionId, time) => {
    const { rollout } = stateAt(time);
    return rollout.revision.id === revisionId ? rollout : undefined;
  };

  /** While batches are to come, all that are there; at the end, as many as can be known to be wanted. */
  const isHealthy: Truth['isHealthy'] = (revisionId, time) => {
    const state = stateAt(time);
    const pods = podsOf(state, revisionId, time);
    const healthy = pods.filter((pod) => isHealthyLook(look(pod, time)));
    const isCurrent = state.rollout.revision.id === revisionId;
    if (isCurrent && isInProgress(state.rollout)) return healthy.length === pods.length;
    return healthy.length >= countWanted(state, scenario.hidesExpected);
  };

  const isComplete: Truth['isComplete'] = (revisionId, time) => {
    const isOver = rolloutAt(revisionId, time)?.phase === 'complete';
    const isCurrent = stateAt(time).current.id === revisionId;
    return isOver && isCurrent && isHealthy(revisionId, time);
  };

  const isStarting = (revisionId: string, time: number) =>
    podsOf(stateAt(time), revisionId, time).some(({ runsAt }) => time < runsAt);

  const healthyFor: Truth['healthyFor'] = (revisionId, time, most) => {
    let dip = 0;
    for (let back = 0; back - dip <= most; back += STEP_MS) {
      const isGood = isHealthy(revisionId, time - back);
      // What never ran has not been healthy before, however quickly it started.
      if (!isGood && isStarting(revisionId, time - back)) return Math.max(0, back - dip);
      dip = isGood ? 0 : dip + STEP_MS;
      if (dip > SHORTEST_DIP_MS) return Math.max(0, back - dip);
    }
    return most;
  };

  const firstSeen = (revisionId: string) =>
    cloud.changes.find((one) => one.kind === 'trigger' && one.revisionId === revisionId)?.at;

  const longestFailure: Truth['longestFailure'] = (revisionId, until, gap = 0) => {
    const from = firstSeen(revisionId);
    if (from === undefined) return 0;
    let longest = 0;
    const since = new Map<string, number>();
    const healthySince = new Map<string, number>();
    for (let time = from; time <= until; time += 2 * STEP_MS) {
      for (const pod of podsOf(stateAt(time), revisionId, time)) {
        const now = look(pod, time);
        if (now.isFailing) {
          healthySince.delete(pod.id);
          if (!since.has(pod.id)) since.set(pod.id, time);
        } else if (isHealthyLook(now)) {
          const healthy = healthySince.get(pod.id) ?? time;
          healthySince.set(pod.id, healthy);
          if (time - healthy >= RECOVERY_MS + gap) since.delete(pod.id);
        }
        const began = since.get(pod.id);
        if (began !== undefined) longest = Math.max(longest, time - began);
      }
    }
    return longest;
  };

  const longestError: Truth['longestError'] = (revisionId, until, gap = 0) => {
    const from = firstSeen(revisionId);
    if (from === undefined) return 0;
    let longest = 0;
    let since: number | undefined;
    let lastError = -Infinity;
    for (let time = from; time <= until; time += 2 * STEP_MS) {
      const state = stateAt(time);
      const isError =
        state.rollout.revision.id === revisionId &&
        describeDetail({ state, time, traits: scenario }).Status === 'Error';
      if (isError) lastError = time;
      if (isError) since ??= time;
      else if (time - lastError > gap) since = undefined;
      if (since !== undefined) longest = Math.max(longest, time - since);
    }
    return longest;
  };

  return {
    ...{ stateAt, rolloutAt, isHealthy, isComplete },
    ...{ healthyFor, longestFailure, longestError },
  };
}

/** Without ExpectedInstances nobody can know that more are to come than the batches have. */
function countWanted({ expected, rollout }: TemState, hidesExpected: boolean): number {
  const planned = rollout.batches.reduce((sum, { size }) => sum + size, 0);
  return hidesExpected ? Math.min(expected, planned) : expected;
}

/** Whether something was true at any time from `from` to `until`. */
export function wasEver(from: number, until: number, check: (time: number) => boolean): boolean {
  for (let time = until; time > from; time -= 2 * STEP_MS) if (check(time)) return true;
  return check(from);
}

/** Since when something has been true without a break until `until`; undefined where it is not. */
export function trueSince(
  from: number,
  until: number,
  check: (time: number) => boolean,
): number | undefined {
  let since: number | undefined;
  for (let time = until; time >= from && check(time); time -= 2 * STEP_MS) since = time;
  return since;
}
