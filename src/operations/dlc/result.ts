import type { Dlc, ResultDownload } from '../../tencent/dlc.ts';
import type { NextStep } from '../outcome.ts';
import type { Step } from '../operation.ts';
import { Refusal } from '../outcome.ts';
import type { Interval } from '../poll.ts';
import { poll } from '../poll.ts';
import { note } from '../report.ts';
import { maskKeys } from '../upload/leases.ts';
import { duration } from '../words.ts';

/** A download that is waited for. */
export interface Wanted {
  readonly downloadId: string;
  /** Its task; `undefined` where only the download is known. */
  readonly taskId: string | undefined;
  readonly pollInterval: Interval;
}

/** Waits until a result can be downloaded. Throws a Refusal where it never will be. */
export async function waitForResult(
  step: Step,
  dlc: Dlc,
  { downloadId, taskId, pollInterval }: Wanted,
): Promise<ResultDownload> {
  let last = '';
  const result = await poll(step, pollInterval, async (sees) => {
    const { value, requestId } = await dlc.describeResultDownload(downloadId);
    note(step.report, 'request-id', requestId);
    maskKeys(step, value);
    last = value.status;
    sees(`${last} ${value.reason}`, () => {
      step.log.event(step.clock.now() - step.startedAt, 'result', last, '', value.reason);
    });
    if (/^(timeout|error)$/i.test(value.status)) throw failed(value, taskId);
    return /^success$/i.test(value.status) ? value : undefined;
  });
  if (result) return result;
  const waited = duration(step.deadline - step.startedAt);
  throw new Refusal(`the result is not ready after ${waited} (timeout): ${last}`, {
    status: 'timed-out',
    next: [{ sentence: `Wait on: run dlc-result-download with   download-id: ${downloadId}` }],
  });
}

function failed({ status, reason }: ResultDownload, taskId: string | undefined): Refusal {
  return new Refusal(`DLC could not make the result downloadable: ${status}`, {
    details: reason ? [`The cloud says:  ${reason}`] : [],
    next: [makeAgain(taskId)],
  });
}

/** `force` makes another download of the task: the ID of this one stays what it is. */
function makeAgain(taskId: string | undefined): NextStep {
  const change = 'Make it again:   force: true';
  return { sentence: taskId ? change : `${change}   with task-id instead of download-id` };
}
