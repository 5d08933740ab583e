import type { DeploymentRecord } from '../github/deployment-record.ts';
import type { Clock } from '../clock.ts';
import type { Outcome, Status } from '../report/outcome.ts';

/** After a cancel, what is not known by then stays unknown: the runner's patience ends soon. */
const RECORD_ID_TIMEOUT_MS = 1_500;

/** The record's ID as an output; '' where there is none, or the job is cancelled before it is there. */
export async function waitForRecordId(
  record: DeploymentRecord | undefined,
  clock: Pick<Clock, 'sleep'>,
  status: Status,
): Promise<string> {
  if (record === undefined) return '';
  const known = record.id.then((id) => id?.toString() ?? '');
  if (status !== 'cancelled') return known;
  const over = new AbortController();
  const patience = clock.sleep(RECORD_ID_TIMEOUT_MS, over.signal).then(
    () => '',
    () => '',
  );
  try {
    return await Promise.race([known, patience]);
  } finally {
    over.abort();
  }
}

/** Whether a later step may still bring the rollout to its end, and the record with it. */
export function canContinue(status: Status): boolean {
  return ['waiting', 'started', 'timed-out', 'cancelled'].includes(status);
}

/** Ends the record as the step ended; what goes on stays in progress, a cancel is left to `post`. */
export async function endRecord(
  record: DeploymentRecord | undefined,
  { headline, status }: Pick<Outcome, 'headline' | 'status'>,
  isGreen: boolean,
): Promise<void> {
  if (record === undefined || status === 'cancelled') return;
  if (status === 'waiting' || status === 'started') return record.leave();
  // What an earlier job began has not succeeded by being taken back.
  const isGood = isGreen && !(status === 'reverted' && record.isContinued);
  await record.end(isGood ? 'success' : 'failure', headline);
}
