import type { Snapshot } from '../../rollout/snapshot.ts';
import type { PollOptions } from '../poll.ts';

export { startWith } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { TemContext } from './tem-context.ts';

interface SnapshotPollOptions<Result> extends Pick<
  PollOptions<Snapshot, Result>,
  'interval' | 'until' | 'decide'
> {
  /** Takes a snapshot; the latest of everything where it is left out. */
  readonly read?: () => Promise<Snapshot>;
}

/** Polls the application as `pollUntil` does; every snapshot goes into the report. */
export async function pollSnapshots<Result>(
  tem: TemContext,
  options: SnapshotPollOptions<Result>,
): Promise<Result | undefined> {
  const { context, failures, progressLog } = tem;
  const { read = () => tem.reader(), ...others } = options;
  return pollUntil(context, {
    ...others,
    isTargetKnown: tem.reader.isTargetKnown,
    read: async () => {
      const snapshot = await failures.watch(read);
      context.report.last = snapshot;
      return snapshot;
    },
    onReadFailure: (reason) => {
      progressLog.logReadFailure(reason, context.clock.now());
    },
  });
}
