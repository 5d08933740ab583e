import { applySnapshot, trackExisting, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import type { RolloutState, TrackerOptions } from '../../src/rollout/rollout-tracker.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import { asObject, asObjects, readText } from '../../src/tencent/json.ts';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../src/tencent/services/tem-responses.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode } from '../evidence.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';
const POLL_MS = 5_000;
/** How long the last answers are repeated: longer than any evidence has to last. */
const HOLD_MS = 10 * 60_000;
const OPTIONS: TrackerOptions = {
  failureGrace: 120_000,
  stableFor: 15_000,
  pollInterval: POLL_MS,
};

/** Returns what the application looked like at a moment; undefined before it was read. */
export function snapshotAt(answers: readonly Answer[], time: number): Snapshot | undefined {
  const resultOf = (action: string) => {
    const answer = answers.findLast((each) => {
      return each.action === action && each.at <= time && getErrorCode(each) === '';
    });
    return asObject(answer?.response?.Result);
  };
  const application = resultOf('DescribeApplicationInfo');
  if (!application) return undefined;
  const deployment = resultOf('DescribeDeployApplicationDetail');
  return {
    application: readApplication(application),
    deployment: deployment && readDeployment(deployment),
    pods: asObjects(resultOf('DescribeApplicationPods')?.PodList).map(readPod),
  };
}

/**
 * Follows recorded answers: from the trigger as `tem-rolling-update` does, without one as `tem-wait`
 * does. Returns each verdict that differs from the one before.
 */
export function followRecording(answers: readonly Answer[]): Verdict[] {
  const trigger = answers.find(
    (answer) => answer.action === TRIGGER && getErrorCode(answer) === '' && answer.response,
  );
  const first = trigger ?? answers.find(({ action }) => action === 'DescribeApplicationInfo');
  if (!first) return [];
  const verdicts: Verdict[] = [];
  let state = trigger && startTracking(answers, trigger);
  for (let time = first.at; time <= (answers.at(-1)?.at ?? 0) + HOLD_MS; time += POLL_MS) {
    const snapshot = snapshotAt(answers, time);
    if (!snapshot) continue;
    state = applySnapshot(
      state ?? trackExisting(snapshot),
      snapshot,
      { now: time, requestedAt: time },
      OPTIONS,
    );
    if (state.verdict.kind !== verdicts.at(-1)?.kind) verdicts.push(state.verdict);
    if (state.verdict.kind === 'failed' || state.verdict.kind === 'succeeded') break;
  }
  return verdicts;
}

/** Begins to follow the rollout of a trigger. */
function startTracking(answers: readonly Answer[], trigger: Answer): RolloutState {
  const before = snapshotAt(answers.slice(0, answers.indexOf(trigger)), trigger.at);
  const previous = {
    revisionId: before?.application.versionId ?? '',
    startTime: before?.deployment?.startTime ?? '',
  };
  const revisionId = readText(trigger.response ?? undefined, 'Result');
  return trackStarted(revisionId, previous, readText(trigger.parameters, 'DeployVersion'));
}
