import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { areDetailsOwn } from '../../rollout/own-details.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { trackExisting } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { parseCloudTime } from '../../rollout/snapshot.ts';
import { joinTexts, message } from '../../text/message.ts';
import {
  findRevision,
  readInitialSnapshot,
  readPatiently,
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
  const beganAt = tem.context.clock.now();
  let snapshot = await readInitialSnapshot(tem);
  if (revisionId === undefined) assertMeant(tem, snapshot, beganAt);
  else if (revisionId !== snapshot.application.versionId) {
    const matcher = { revisionId, before: undefined, deployVersion: '' };
    snapshot = (await findRevision(tem, matcher)) ?? snapshot;
  }
  return attach(tem, snapshot);
}

/**
 * Attaches to the rollout that is current now, if it had begun by `time` (ms): then an earlier check
 * came from a stale replica. Otherwise, or if that is not known, it resolves to `undefined`.
 */
export async function attachIfBegunBy(tem: TemContext, time: number): Promise<Rollout | undefined> {
  const snapshot = await readPatiently(tem);
  return hadBegun(snapshot, time) ? attach(tem, snapshot) : undefined;
}

function attach({ context }: TemContext, snapshot: Snapshot): Rollout {
  const { clock, log, report } = context;
  const { application, deployment } = snapshot;
  const strategy = formatStrategy(deployment?.strategy);
  report.strategy = strategy;
  setOutput(report, 'revision-id', application.versionId);
  log.stage(message('rollout.stage'), joinTexts('dot', application.versionId, strategy));
  return trackExistingRollout(report, snapshot, clock.now());
}

/** A first release may have no revision yet; the first one that appears is meant. */
function assertMeant({ reader }: TemContext, snapshot: Snapshot, beganAt: number): void {
  const { versionId: current } = snapshot.application;
  const first = reader.firstRevision();
  if (!first || first === current || hadBegun(snapshot, beganAt)) return;
  throw new OperationError(message('plan.revision-replaced', { first, current }), {
    code: 'revision-not-current',
    details: [{ text: message('plan.nothing-changed') }],
    next: [{ sentence: message('plan.check-replaced') }],
  });
}

/** Returns true if the rollout's own details say that it had begun by `time` (ms). */
function hadBegun(snapshot: Snapshot, time: number): boolean {
  const startTime = parseCloudTime(snapshot.deployment?.startTime ?? '');
  return (
    startTime !== undefined && startTime <= time && areDetailsOwn(snapshot, trackExisting(snapshot))
  );
}
