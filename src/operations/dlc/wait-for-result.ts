import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { Dlc, ResultDownload } from '../../tencent/services/dlc-api.ts';
import type { Duration } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { createTimeoutError } from '../deadline.ts';
import { maskKeys } from '../files/temporary-keys.ts';
import type { OperationContext } from '../operation.ts';
import { createLastingCheck } from '../lasting-state.ts';
import { pollUntil, startWith } from '../poll.ts';

/** Waits until a result can be downloaded. Throws an OperationError if it never will be. */
export async function waitForResult(
  context: OperationContext,
  dlc: Dlc,
  { downloadId, taskId, pollInterval }: Inputs<'download-id', 'task-id' | 'poll-interval'>,
): Promise<ResultDownload> {
  const { clock, log, report, startedAt } = context;
  let lastStatus = '';
  const hasLasted = createLastingCheck(clock);
  const describe = () => dlc.describeResultDownload(downloadId);
  // This step started the export itself, so a refused read may be temporary. An ID from an input
  // may be wrong until DLC has answered once, so its first read fails like the first call of any
  // operation.
  const isStarted = taskId !== undefined;
  const read = isStarted ? describe : startWith(await describe(), describe);
  const result = await pollUntil(context, {
    interval: pollInterval,
    isTargetKnown: isStarted,
    read,
    decide: ({ value, requestId }, observe) => {
      const { path, status, reason } = value;
      setOutput(report, 'request-id', requestId);
      maskKeys(context, value);
      lastStatus = status;
      observe(`${status} ${reason}`, () => {
        log.event(clock.now() - startedAt, message('data.event-result'), status, '', reason);
      });
      if (/^(timeout|error)$/i.test(status)) throw resultFailed(value, taskId);
      const isSuccess = /^success$/i.test(status);
      // Unknown (dlc-path-with-status): whether the path always comes together with the status. If
      // it stays missing for a while, it will not come.
      const isWithoutPath = hasLasted(isSuccess && !path ? 'without a path' : undefined);
      return isSuccess && (path || isWithoutPath) ? value : undefined;
    },
  });
  if (result) return result;
  const describeEnd = (duration: Duration) =>
    lastStatus
      ? message('data.result-not-ready', { duration, status: lastStatus })
      : message('data.result-without-status', { duration });
  throw createTimeoutError(context, describeEnd, {
    code: 'result-not-ready',
    next: [{ sentence: message('data.keep-waiting', { download: downloadId }) }],
  });
}

/** `force` starts another export of the task; the one with this ID does not change. */
function resultFailed(
  { status, reason }: ResultDownload,
  taskId: string | undefined,
): OperationError {
  const sentence = message(taskId ? 'data.generate-again' : 'data.generate-again-by-task');
  return new OperationError(message('data.result-failed', { status }), {
    code: 'result-failed',
    details: reason ? [{ label: message('words.message'), text: reason }] : [],
    next: [{ sentence }],
  });
}
