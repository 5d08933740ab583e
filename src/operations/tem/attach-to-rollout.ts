import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { areDetailsOwn } from '../../rollout/own-details.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { trackExisting } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { parseCloudTime } from '../../rollout/snapshot.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import {
  findRevision,
  readInitialSnapshot,
  readPatiently,
  recordVersions,
  trackExistingRollout,
} from './find-revision.ts';
import { formatStrategy } from './progress-log.ts';
import type { TemContext } from './tem-context.ts';

/**
 * Attaches to the current rollout and shows it. If the current revision is not `revisionId`, it
 * keeps checking for a while: a rollout that has just started may not be visible yet. Without
 * `revisionId`, the rollout that was current when the step began is meant: an OperationError is
 * thrown if another one began before everything was read.
 */
export async function attachToRollout(tem: TemContext, revisionId?: string): Promise<Rollout> {
  const snapshot = await readMeant(tem, revisionId);
  const isOther = revisionId !== undefined && revisionId !== snapshot.application.versionId;
  const matcher = { revisionId: revisionId ?? '', before: undefined, deployVersion: '' };
  const found = isOther ? await findRevision(tem, matcher) : undefined;
  return attachIfMeant(tem, found ?? snapshot, revisionId);
}

/** Attaches to the current rollout for a plan, which does not wait for another revision. */
export async function attachForPlan(tem: TemContext, revisionId?: string): Promise<Rollout> {
  return attachIfMeant(tem, await readMeant(tem, revisionId), revisionId);
}

/**
 * Attaches to the rollout of a snapshot. One that `revisionId` does not name is only returned: a
 * later step acts on the rollout that the outputs name, and must be stopped in the same way.
 */
function attachIfMeant(tem: TemContext, snapshot: Snapshot, revisionId?: string): Rollout {
  const { versionId } = snapshot.application;
  const meant = revisionId ?? versionId;
  if (meant === versionId) return attach(tem, snapshot, versionId);
  const { clock, report } = tem.context;
  setOutput(report, 'revision-id', meant);
  return trackExistingRollout(snapshot, clock.now());
}

async function readMeant(tem: TemContext, revisionId: string | undefined): Promise<Snapshot> {
  const beganAt = tem.context.clock.now();
  const snapshot = await readInitialSnapshot(tem);
  if (revisionId === undefined) assertMeant(tem, snapshot, beganAt);
  return snapshot;
}

/**
 * Attaches to the rollout that is current now, if it had begun by `time` (ms): then an earlier check
 * came from a stale replica. Otherwise, or if that is not known, it resolves to `undefined`.
 */
export async function attachIfBegunBy(tem: TemContext, time: number): Promise<Rollout | undefined> {
  try {
    const snapshot = await readPatiently(tem);
    const hasBegun = findStart(tem, snapshot) <= time;
    return hasBegun ? attach(tem, snapshot, snapshot.application.versionId) : undefined;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Starts to follow a rollout that this step did not start, and reports it. */
export function attach({ context }: TemContext, snapshot: Snapshot, name: Text): Rollout {
  const { clock, log, report } = context;
  const rollout = trackExistingRollout(snapshot, clock.now());
  const strategy = formatStrategy(snapshot.deployment?.strategy);
  report.strategy = strategy;
  setOutput(report, 'revision-id', snapshot.application.versionId);
  recordVersions(report, rollout.history);
  log.stage(message('rollout.stage'), joinTexts('dot', name, strategy));
  return rollout;
}

/** A first release may have no revision yet; the first one that appears is meant. */
function assertMeant(tem: TemContext, snapshot: Snapshot, beganAt: number): void {
  const { versionId: current } = snapshot.application;
  const first = tem.reader.firstRevision();
  // Without a StartTime nothing says that the first answer was not stale.
  if (!first || first === current || !snapshot.deployment?.startTime) return;
  if (findStart(tem, snapshot) <= beganAt) return;
  throw new OperationError(message('plan.revision-replaced', { first, current }), {
    code: 'revision-not-current',
    details: [{ text: message('plan.nothing-changed') }],
    next: [{ sentence: message('plan.check-replaced') }],
  });
}

/**
 * Returns when the current rollout began, in ms since 1970 by this machine's clock, from its own
 * details; Infinity if they do not tell.
 */
function findStart({ context: { clock, transfer } }: TemContext, snapshot: Snapshot): number {
  const startTime = parseCloudTime(snapshot.deployment?.startTime ?? '');
  if (startTime === undefined || !areDetailsOwn(snapshot, trackExisting(snapshot))) return Infinity;
  // The cloud's clock differs from a machine's that is wrong.
  return startTime - (transfer.time.now() - clock.now());
}
