import type { Clock } from '../../clock.ts';
import type { SnapshotPart } from '../../rollout/partial-read.ts';
import { fingerprint, nextPartToRead } from '../../rollout/partial-read.ts';
import type { Deployment, Snapshot } from '../../rollout/snapshot.ts';
import type { RunRecord } from '../../report/run-record.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';

/** Reads the current state of an application, and detects what its site supports. */
export interface SnapshotReader {
  /**
   * Reads a full snapshot. `versionId` selects the revision whose rollout details are read; ''
   * means the latest.
   */
  (versionId?: string): Promise<Snapshot>;
  /**
   * Reads with fewer calls: first the part that has to change next, and the others only if it has
   * changed in a relevant way. Otherwise the other parts are copied from `last`. If this is not
   * enough, a full snapshot is read.
   */
  readonly again: (
    versionId: string,
    last: Snapshot,
    isEnough: (snapshot: Snapshot) => boolean,
  ) => Promise<Snapshot>;
  /**
   * False if the site has no rollout details; then it has no Resume and Revert, either. Unknown
   * (tem-intl-actions): whether the international endpoint serves them.
   */
  readonly hasDetail: () => boolean;
  /** True once the application was read: then its IDs are right. */
  readonly isTargetKnown: () => boolean;
  /**
   * The application's revision at the first answer: the current one when the step began, unless a
   * stale replica answered. `undefined` before that.
   */
  readonly firstRevision: () => string | undefined;
  /** True once everything was read. */
  readonly hasRead: () => boolean;
}

/** After this time a full snapshot is read, so that unexpected changes are noticed, too. */
const FULL_READ_INTERVAL_MS = 60_000;

/** If reading a part takes longer, the parts read before it are too old. */
const MAX_SNAPSHOT_MS = 15_000;

interface ReaderOptions {
  /** For the first read: its calls are retried during an outage. */
  readonly first: Tem;
  /** For the polls, which repeat anyway. */
  readonly polling: Tem;
  readonly clock: Pick<Clock, 'now'>;
  readonly report: Pick<RunRecord, 'last'>;
}

/**
 * Creates a reader for one application; it remembers what the site supports, and records every
 * snapshot in the report.
 */
export function createSnapshotReader(
  { first, polling, clock, report }: ReaderOptions,
  target: TemTarget,
): SnapshotReader {
  let hasDetail = true;
  let hasRead = false;
  let isTargetKnown = false;
  let firstRevision: string | undefined;
  let wasDetailRead = false;
  let fullReadAt = -Infinity;
  const getTem = () => (hasRead ? polling : first);
  const isTooOld = (startedAt: number) => clock.now() - startedAt > MAX_SNAPSHOT_MS;

  const readDeployment = async (versionId: string): Promise<Deployment | undefined> => {
    if (!hasDetail) return undefined;
    try {
      const deployment = await getTem().describeDeployApplicationDetail(target, versionId);
      wasDetailRead = true;
      return deployment;
    } catch (error) {
      // Rollout details that existed do not disappear, so this error in the middle of a rollout is
      // unexpected.
      if (wasDetailRead) throw error;
      if (isMissingAction(error)) hasDetail = false;
      else if (!hasCode(error, 'ResourceNotFound')) throw error;
      return undefined;
    }
  };

  /** Reads all parts, or those that are not known or out of date; the others are copied. */
  const readParts = async (
    versionId: string,
    known: Partial<Snapshot> = {},
    isOld: (part: SnapshotPart) => boolean = (part) => !(part in known),
  ): Promise<Snapshot> => {
    const keep = <Part extends SnapshotPart>(part: Part) => (isOld(part) ? undefined : known[part]);
    const [application, deployment, pods] = await Promise.all([
      keep('application') ?? getTem().describeApplicationInfo(target),
      // It may be known that there is none.
      isOld('deployment') ? readDeployment(versionId) : known.deployment,
      keep('pods') ?? getTem().describeApplicationPods(target),
    ]);
    return { application, deployment, pods };
  };

  const readAll = async (versionId = ''): Promise<Snapshot> => {
    // At first the application is read alone, so that a wrong key or ID fails after one call. Later
    // the calls go together, which saves a round trip.
    const alone = hasRead ? {} : { application: await getTem().describeApplicationInfo(target) };
    isTargetKnown = true;
    firstRevision ??= alone.application?.versionId;
    const startedAt = clock.now();
    let snapshot = await readParts(versionId, alone);
    hasRead = true;
    if (isTooOld(startedAt)) snapshot = await readParts(versionId);
    fullReadAt = clock.now();
    report.last = snapshot;
    return snapshot;
  };

  const again: SnapshotReader['again'] = async (versionId, last, isEnough) => {
    const part = nextPartToRead(last);
    const startedAt = clock.now();
    if (!part || startedAt - fullReadAt >= FULL_READ_INTERVAL_MS) return readAll(versionId);
    const partial = await readParts(versionId, last, (each) => each === part);
    report.last = partial;
    const hasChanged = fingerprint(partial) !== fingerprint(last);
    if (!hasChanged) return isEnough(partial) ? partial : readAll(versionId);
    report.last = await readParts(versionId, partial, (each) => each !== part);
    // Every part is new now, so nothing is read twice before a decision, unless it took too long.
    if (isTooOld(startedAt)) return readAll(versionId);
    fullReadAt = clock.now();
    return report.last;
  };

  return Object.assign(readAll, {
    again,
    hasDetail: () => hasDetail,
    firstRevision: () => firstRevision,
    hasRead: () => hasRead,
    isTargetKnown: () => isTargetKnown,
  });
}

/**
 * Returns true if the site does not have the action. Unknown (tem-missing-action-code): which error
 * code such a site returns.
 */
export function isMissingAction(error: unknown): boolean {
  return hasCode(error, 'InvalidAction') || hasCode(error, 'ResourceNotFound.InterfaceNotFound');
}
