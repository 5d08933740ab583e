import type { Clock } from '../../clock.ts';
import { fingerprint, nextPartToRead } from '../../rollout/partial-read.ts';
import type { Deployment, Pod, Snapshot } from '../../rollout/snapshot.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';

/** Reads one application as it stands, and finds out what its site can do. */
export interface SnapshotReader {
  /** `versionId` asks for the details of that revision's rollout; '' for the latest. */
  (versionId?: string): Promise<Snapshot>;
  /**
   * The same with fewer calls: reads what has to change first, and the rest only where that has got
   * any further. Without the rest, the other parts are those of `last`.
   */
  readonly again: (versionId: string, last: Snapshot) => Promise<Snapshot>;
  /** False once the site has said that it has no rollout details; it has no Resume and Revert then. */
  readonly hasDetail: () => boolean;
  /** True once the application was read: its IDs are right. */
  readonly isTargetKnown: () => boolean;
  /** True once everything was read. */
  readonly hasRead: () => boolean;
}

/** Every fifth read is a full one, whatever the parts say: what is unlikely must be seen, too. */
const FULL_READ_INTERVAL = 5;

/** A part that took longer to read has made the parts before it old. */
const MAX_SNAPSHOT_MS = 15_000;

/** The calls of the first read, which waits an outage out, and of those that polls repeat anyway. */
interface ReaderCalls {
  readonly first: Tem;
  readonly polling: Tem;
  readonly clock: Pick<Clock, 'now'>;
}

export function createSnapshotReader(
  { first, polling, clock }: ReaderCalls,
  target: TemTarget,
): SnapshotReader {
  let hasDetail = true;
  let hasRead = false;
  let isTargetKnown = false;
  let wasDetailRead = false;
  const getTem = () => (hasRead ? polling : first);

  const readers = {
    application: async () => (await getTem().describeApplicationInfo(target)).value,
    deployment: async (versionId: string): Promise<Deployment | undefined> => {
      if (!hasDetail) return undefined;
      try {
        const { value } = await getTem().describeDeployApplicationDetail(target, versionId);
        wasDetailRead = true;
        return value;
      } catch (error) {
        // What was there does not go: such an answer in the middle of a rollout is a strange one.
        if (wasDetailRead) throw error;
        if (isMissingAction(error)) hasDetail = false;
        else if (!hasCode(error, 'ResourceNotFound')) throw error;
        return undefined;
      }
    },
    pods: async (): Promise<readonly Pod[]> => {
      try {
        return (await getTem().describeApplicationPods(target)).value;
      } catch (error) {
        // An application that has never run has no pods to list.
        if (hasCode(error, 'ResourceNotFound.ServiceRunningVersionNotFound')) return [];
        throw error;
      }
    },
  };

  const readAll = async (versionId = ''): Promise<Snapshot> => {
    // First alone: a wrong key or application must fail with one call.
    const application = await readers.application();
    isTargetKnown = true;
    const readAt = clock.now();
    const [deployment, pods] = await Promise.all([readers.deployment(versionId), readers.pods()]);
    hasRead = true;
    if (clock.now() - readAt <= MAX_SNAPSHOT_MS) return { application, deployment, pods };
    return {
      application: await readers.application(),
      deployment: await readers.deployment(versionId),
      pods,
    };
  };

  let partialReads = 0;
  const again = async (versionId: string, last: Snapshot): Promise<Snapshot> => {
    const part = nextPartToRead(last);
    partialReads = (partialReads + 1) % FULL_READ_INTERVAL;
    if (!part || partialReads === 0) return readAll(versionId);
    const partial = { ...last, [part]: await readers[part](versionId) };
    if (fingerprint(partial) === fingerprint(last)) return partial;
    const [application, deployment, pods] = await Promise.all([
      part === 'application' ? partial.application : readers.application(),
      part === 'deployment' ? partial.deployment : readers.deployment(versionId),
      part === 'pods' ? partial.pods : readers.pods(),
    ]);
    return { application, deployment, pods };
  };

  return Object.assign(readAll, {
    again,
    hasDetail: () => hasDetail,
    hasRead: () => hasRead,
    isTargetKnown: () => isTargetKnown,
  });
}

/** Unknown: with which code a site refuses the actions that its definition lacks. */
export function isMissingAction(error: unknown): boolean {
  return hasCode(error, 'InvalidAction') || hasCode(error, 'ResourceNotFound.InterfaceNotFound');
}
