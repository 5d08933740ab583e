import type { Dlc, ResultDownload } from '../../tencent/dlc.ts';
import type { Step } from '../operation.ts';
import { Refusal } from '../outcome.ts';
import type { Interval } from '../poll.ts';
import { poll } from '../poll.ts';
import { note } from '../report.ts';
import { duration } from '../words.ts';

/** Waits until a result can be downloaded. Throws a Refusal where it never will be. */
export async function waitForResult(
  step: Step,
  dlc: Dlc,
  downloadId: string,
  interval: Interval,
): Promise<ResultDownload> {
  let last = '';
  const result = await poll(step, interval, async (sees) => {
    const { value, requestId } = await dlc.describeResultDownload(downloadId);
    note(step.report, 'request-id', requestId);
    [value.secretId, value.secretKey, value.token].filter(Boolean).forEach(step.mask);
    last = value.status;
    sees(`${last} ${value.reason}`, () => {
      step.log.event(step.clock.now() - step.startedAt, 'result', last, '', value.reason);
    });
    if (/^(timeout|error)$/i.test(value.status)) throw failed(value);
    return /^success$/i.test(value.status) ? value : undefined;
  });
  if (result) return result;
  const waited = duration(step.deadline - step.startedAt);
  throw new Refusal(`the result is not ready after ${waited} (timeout): ${last}`, {
    status: 'timed-out',
    next: [{ sentence: `Wait on: run dlc-result-download with   download-id: ${downloadId}` }],
  });
}

function failed({ status, reason }: ResultDownload): Refusal {
  return new Refusal(`DLC could not make the result downloadable: ${status}`, {
    details: reason ? [`The cloud says:  ${reason}`] : [],
    next: [{ sentence: 'Make it again: force: true' }],
  });
}
