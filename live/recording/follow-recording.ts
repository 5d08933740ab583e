import { applySnapshot, trackExisting } from '../../src/rollout/rollout-tracker.ts';
import type { RolloutState, TrackerOptions } from '../../src/rollout/rollout-tracker.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import { asObject, asObjects } from '../../src/tencent/json.ts';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../src/tencent/services/tem-responses.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode } from '../evidence.ts';

const POLL_MS = 5_000;
/** How long the last answers are repeated: longer than any evidence has to last. */
const HOLD_MS = 10 * 60_000;
const OPTIONS: TrackerOptions = { failureGrace: 120_000, stableFor: 15_000 };

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

/** Follows recorded answers as `tem-wait` does. Returns each verdict that differs from the one before. */
export function followRecording(answers: readonly Answer[]): Verdict[] {
  const first = answers.find(({ action }) => action === 'DescribeApplicationInfo')?.at;
  if (first === undefined) return [];
  const verdicts: Verdict[] = [];
  let state: RolloutState | undefined;
  for (let time = first; time <= (answers.at(-1)?.at ?? 0) + HOLD_MS; time += POLL_MS) {
    const snapshot = snapshotAt(answers, time);
    if (!snapshot) continue;
    state = applySnapshot(state ?? trackExisting(snapshot), snapshot, time, OPTIONS);
    if (state.verdict.kind !== verdicts.at(-1)?.kind) verdicts.push(state.verdict);
    if (state.verdict.kind === 'failed' || state.verdict.kind === 'succeeded') break;
  }
  return verdicts;
}
