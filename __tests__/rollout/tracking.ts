import { expect } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import type { RolloutState, TrackerOptions } from '../../src/rollout/rollout-tracker.ts';
import { applySnapshot, trackExisting, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import { BEFORE, done, OURS, START_BEFORE } from './snapshots.ts';

export const GRACE_SECONDS = 120;
export const STABLE_SECONDS = 15;

const OPTIONS: TrackerOptions = {
  failureGrace: GRACE_SECONDS * 1000,
  stableFor: STABLE_SECONDS * 1000,
  pollInterval: 'auto',
};

const BEFORE_OURS = { revisionId: BEFORE, startTime: START_BEFORE };

/** What is known right after a trigger that gave our revision's ID. */
export const triggered = trackStarted(OURS, BEFORE_OURS, 'v2');

export const ATTACHED = trackExisting(done());
export const FIRST_RELEASE = trackStarted(OURS, { revisionId: '', startTime: '' }, 'v2');
/** After a trigger that answered with an empty revision ID. */
export const NO_ID = trackStarted('', BEFORE_OURS, 'v2');

/** A snapshot, and the second at which it was taken. */
export type Look = readonly [second: number, snapshot: Snapshot];

export function look(
  watch: RolloutState,
  [second, snapshot]: Look,
  options: Partial<TrackerOptions> = {},
): RolloutState {
  const times = { now: second * 1000, requestedAt: second * 1000 };
  return applySnapshot(watch, snapshot, times, { ...OPTIONS, ...options });
}

/** The watch after each of the looks. */
export function watches(
  begun: RolloutState,
  looks: readonly Look[],
  options: Partial<TrackerOptions> = {},
): RolloutState[] {
  let watch = begun;
  return looks.map((next) => (watch = look(watch, next, options)));
}

/** The verdict in words, after each of the looks. */
export function verdicts(
  begun: RolloutState,
  looks: readonly Look[],
  options: Partial<TrackerOptions> = {},
): string[] {
  return watches(begun, looks, options).map(({ verdict }) => inWords(verdict));
}

export function inWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'waiting':
      return `waiting: ${verdict.batch ?? 'unknown batch'}`;
    case 'failed':
      return `failed: ${failureInWords(verdict.failure)}`;
    case 'not-started':
    case 'deploying':
    case 'settling':
    case 'succeeded':
      return verdict.kind;
  }
}

type Failed = Extract<Verdict, { kind: 'failed' }>;

function failureInWords(failure: Failed['failure']): string {
  switch (failure.cause) {
    case 'status':
      return `status ${failure.status} (${failure.message})`;
    case 'pods':
      return `pods ${failure.pods.map(({ podId }) => podId).join(', ')}`;
    case 'reverted':
      return 'reverted';
    case 'superseded':
      return `superseded by ${failure.by}${failure.wasComplete ? ' after it was complete' : ''}`;
  }
}

/** A look at this second, and the verdict that it must bring. */
export type Step = readonly [second: number, snapshot: Snapshot, verdict: string];

export interface Row {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Where it is not our trigger with a revision ID. */
  readonly begun?: RolloutState;
}

export function expectVerdicts(
  steps: readonly Step[],
  begun: RolloutState = triggered,
  options: Partial<TrackerOptions> = {},
): void {
  const looks = steps.map(([second, snapshot]): Look => [second, snapshot]);
  expect(verdicts(begun, looks, options)).toEqual(steps.map(([, , verdict]) => verdict));
}

/** The same snapshot and verdict at three looks, further apart than anything has to stay healthy. */
export function always(snapshot: Snapshot, verdict: string): Step[] {
  return [0, 20, 40].map((second) => [second, snapshot, verdict]);
}

/** The same snapshot from `start` (seconds) on, until it has stayed so for long enough. */
export function settles(snapshot: Snapshot, verdict: string, start = 0): Step[] {
  return [
    [start, snapshot, 'settling'],
    [start + STABLE_SECONDS - 1, snapshot, 'settling'],
    [start + STABLE_SECONDS, snapshot, verdict],
  ];
}
