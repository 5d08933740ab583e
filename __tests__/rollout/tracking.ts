import { expect } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import type { RolloutState } from '../../src/rollout/rollout-tracker.ts';
import { applySnapshot, trackExisting, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import { BEFORE, OURS, START_BEFORE } from './snapshots.ts';

export const GRACE_SECONDS = 120;

/** What is known right after a trigger that gave our revision's ID. */
export const triggered = trackStarted(OURS, { revisionId: BEFORE, startTime: START_BEFORE }, 'v2');

export const ATTACHED = trackExisting(OURS);
export const FIRST_RELEASE = trackStarted(OURS, { revisionId: '', startTime: '' }, 'v2');
/** After a trigger that answered with an empty revision ID. */
export const NO_ID = trackStarted('', { revisionId: BEFORE, startTime: START_BEFORE }, 'v2');

/** A snapshot, and the second at which it was taken. */
export type Look = readonly [second: number, snapshot: Snapshot];

export function look(watch: RolloutState, [second, snapshot]: Look): RolloutState {
  return applySnapshot(watch, snapshot, second * 1000, { failureGrace: GRACE_SECONDS * 1000 });
}

/** The watch after each of the looks. */
export function watches(begun: RolloutState, looks: readonly Look[]): RolloutState[] {
  let watch = begun;
  return looks.map((next) => (watch = look(watch, next)));
}

/** The verdict in words, after each of the looks. */
export function verdicts(begun: RolloutState, looks: readonly Look[]): string[] {
  return watches(begun, looks).map(({ verdict }) => inWords(verdict));
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
      return `superseded by ${failure.by}`;
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

export function expectVerdicts(steps: readonly Step[], begun: RolloutState = triggered): void {
  const looks = steps.map(([second, snapshot]): Look => [second, snapshot]);
  expect(verdicts(begun, looks)).toEqual(steps.map(([, , verdict]) => verdict));
}

/** The same snapshot and verdict at two looks, three seconds apart. */
export function twice(snapshot: Snapshot, verdict: string): Step[] {
  return [
    [0, snapshot, verdict],
    [3, snapshot, verdict],
  ];
}
