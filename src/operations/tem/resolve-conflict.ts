import { getBatchProgress, isWaiting } from '../../rollout/batch-progress.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { getNewVersion, isDeploying } from '../../rollout/snapshot.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { OperationError } from '../../report/outcome.ts';
import { joinParts } from '../../text/format.ts';
import { trackExistingRollout } from './find-revision.ts';
import { pollSnapshots, startWith } from './poll-snapshots.ts';
import { formatStrategy } from './progress-log.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs } from './tem-inputs.ts';
import { suggestResume, suggestRevert, suggestWait } from './tem-next-steps.ts';

/** Nothing deploys any more, or the rollout that is under way is the one to follow. */
export type ConflictResolution =
  | { readonly kind: 'idle'; readonly snapshot: Snapshot }
  | { readonly kind: 'adopted'; readonly rollout: Rollout };

/** Another rollout takes minutes, and its progress is of no interest here. */
const IDLE_POLL_INTERVAL_MS = 10_000;

/** Sees to it that no other rollout is in the way, as `if-deploying` says. */
export async function resolveConflict(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: ConflictInputs,
): Promise<ConflictResolution> {
  if (!isDeploying(snapshot.application)) return { kind: 'idle', snapshot };
  switch (inputs.ifDeploying) {
    case 'fail':
      throw createConflictError(tem, snapshot, {
        code: 'rollout-in-progress',
        headline: 'another rollout is in progress (if-deploying: fail)',
      });
    case 'adopt':
      return { kind: 'adopted', rollout: adopt(tem, snapshot, inputs) };
    case 'wait':
      return { kind: 'idle', snapshot: await waitForIdle(tem, snapshot) };
  }
}

function adopt(tem: TemContext, snapshot: Snapshot, { deployVersion }: ConflictInputs): Rollout {
  const { log, report } = tem.context;
  const other = getNewVersion(snapshot);
  if (other !== deployVersion) {
    const versions = `it brings ${other || 'an unknown version'}, not ${deployVersion}`;
    throw createConflictError(tem, snapshot, {
      code: 'rollout-other-version',
      headline: `another rollout is in progress, and ${versions}`,
    });
  }
  const strategy = formatStrategy(snapshot.deployment?.strategy);
  report.strategy = strategy;
  const message = `${snapshot.application.versionId} is in progress with the same version: adopted`;
  log.stage('Rollout', joinParts(message, strategy));
  return trackExistingRollout(report, snapshot);
}

/** However the other rollout ends, what counts is that nothing deploys any more. */
async function waitForIdle(tem: TemContext, first: Snapshot): Promise<Snapshot> {
  const { clock, log } = tem.context;
  const { versionId } = first.application;
  log.stage('Rollout', `${versionId} is in progress: waiting for its end (if-deploying: wait)`);
  let last = first;
  const idle = await pollSnapshots(tem, {
    interval: IDLE_POLL_INTERVAL_MS,
    read: startWith(first, () => tem.reader()),
    decide: (snapshot) => {
      last = snapshot;
      if (!isDeploying(snapshot.application)) return snapshot;
      if (isWaiting(snapshot)) {
        const headline = 'another rollout waits for confirmation';
        throw createConflictError(tem, snapshot, { code: 'rollout-paused', headline });
      }
      const now = clock.now();
      const rows = getBatchProgress(snapshot, snapshot.application.versionId, now);
      tem.progressLog.logBatches(rows, now);
      return undefined;
    },
  });
  if (idle) return idle;
  throw createConflictError(tem, last, {
    code: 'rollout-in-progress',
    headline: 'another rollout was still in progress when the timeout was reached',
    status: 'timed-out',
  });
}

interface Conflict {
  readonly code: OperationErrorCode;
  readonly headline: string;
  readonly status?: OperationError['status'];
}

function createConflictError(
  { target }: TemContext,
  snapshot: Snapshot,
  { code, headline, status = 'failed' }: Conflict,
): OperationError {
  const { versionId, deployVersion } = snapshot.application;
  const suggest = isWaiting(snapshot) ? suggestResume : suggestWait;
  return new OperationError(headline, {
    status,
    code,
    details: [{ text: `It is ${versionId}${deployVersion ? `, version ${deployVersion}` : ''}.` }],
    next: [suggest(target, versionId), suggestRevert(target, versionId)],
  });
}
