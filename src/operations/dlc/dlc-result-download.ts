import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { formatFailure } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { Dlc } from '../../tencent/services/dlc-api.ts';
import { createDlc } from '../../tencent/services/dlc-api.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import {
  assertDownloadPath,
  checkWait,
  DOWNLOAD,
  FILE_OUTPUTS,
  saveDownload,
  wantsFile,
} from '../files/save-download.ts';
import { logTarget } from '../log-target.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { createResultSource, parseObjectPath } from './result-source.ts';
import { waitForResult } from './wait-for-result.ts';

/** Prepares a query result for download, waits for it, and downloads it if asked. */
export const dlcResultDownload = defineOperation({
  required: ['region'],
  optional: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  outputs: ['download-id', 'download-uri', ...FILE_OUTPUTS],
  check: checkDlcInputs,
  preflight: assertDownloadPath,
  plan: ({ downloadId, taskId = '', format }) =>
    Promise.resolve({
      headline: downloadId
        ? message('plan.dlc-attach', { download: downloadId })
        : message('plan.dlc', { task: taskId }),
      changes: [
        downloadId
          ? message('plan.dlc-wait', { download: downloadId })
          : message('plan.dlc-generate', { format }),
      ],
      blockers: [],
    }),
  run: async (inputs, context) => {
    const { report, region } = context;
    const { taskId = '', format, cosEndpoint } = inputs;
    const dlc = createDlc(context.call);
    const subject = inputs.downloadId
      ? message('data.download', { download: inputs.downloadId })
      : message('data.task', { task: taskId });
    report.target = joinTexts('dot', subject, format, region);
    logTarget(context, message('data.stage-target'), report.target);
    const downloadId = inputs.downloadId ?? (await startDownload(context, dlc, inputs));
    setOutput(report, 'download-id', downloadId);
    if (!inputs.wait) return createStartedOutcome(downloadId);

    const result = await waitForResult(context, dlc, { ...inputs, downloadId });
    setOutput(report, 'download-uri', result.path);
    const object = parseObjectPath(result.path);
    if (wantsFile(inputs)) {
      const source = createResultSource(context, dlc, { downloadId, result, object, cosEndpoint });
      await saveDownload(context, { source, name: object.key, expectedSha256: '' }, inputs);
    }
    return createOutcome('succeeded', message('data.result-ready', { download: downloadId }));
  },
});

function createStartedOutcome(downloadId: string) {
  const next = {
    sentence: message('data.fetch-later'),
    inputs: { operation: 'dlc-result-download', 'download-id': downloadId },
  };
  return createOutcome('started', describeGeneration(downloadId), { next: [next] });
}

function describeGeneration(downloadId: string): Text {
  return message('data.result-being-generated', { download: downloadId });
}

/** How often a download is started at most, if no response confirms the start. */
const MAX_STARTS = 4;

/**
 * Starts the export of a result; resolves to the DownloadId. Unknown (dlc-second-export): what a
 * second export of the same result returns. It does no harm, so the call is repeated after an
 * ambiguous response.
 */
async function startDownload(
  context: OperationContext,
  dlc: Dlc,
  { taskId = '', format, force }: Inputs<never, 'task-id' | 'format' | 'force'>,
): Promise<string> {
  const { cancelSignal, clock, deadline, log, report } = context;
  for (let starts = 1; ; starts += 1) {
    try {
      const { value, requestId } = await dlc.createResultDownload({ taskId, format, force });
      setOutput(report, 'request-id', requestId);
      log.stage(message('data.stage-download'), describeGeneration(value));
      return value;
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      const isOver = starts >= MAX_STARTS || clock.now() >= deadline;
      if (isOver) throw startUnknown(formatFailure(error));
      const unclear = message('data.start-unclear', { reason: error.text });
      log.stage(message('data.stage-download'), unclear);
      await clock.sleep(VISIBLE_POLL_INTERVAL_MS, cancelSignal);
    }
  }
}

function startUnknown(why: Text): OperationError {
  return new OperationError(message('data.start-unknown'), {
    code: 'export-outcome-unknown',
    details: [{ label: message('words.why'), text: why }],
    next: [{ sentence: message('data.rerun') }],
  });
}

type DlcInputs = Partial<
  Inputs<never, 'task-id' | 'download-id' | 'force' | 'wait' | 'download-path' | 'artifact-name'>
>;

/**
 * Checks the source: either a task, whose result is exported, or an export that was started before.
 */
export function checkDlcInputs(inputs: DlcInputs): InputIssue[] {
  return [
    ...checkSource(inputs),
    ...checkForce(inputs),
    ...checkAttached(inputs),
    ...checkWait(inputs),
  ];
}

function checkSource({ taskId, downloadId }: DlcInputs): InputIssue[] {
  if (taskId === undefined && downloadId === undefined) {
    return [
      {
        input: 'task-id',
        problem: message('data.input-task-missing'),
        fix: message('data.input-task-missing-fix'),
        about: ['download-id'],
      },
    ];
  }
  if (taskId !== undefined && downloadId !== undefined) {
    return [
      {
        input: 'download-id',
        problem: message('data.input-two-sources'),
        fix: message('data.input-two-sources-fix'),
      },
    ];
  }
  return [];
}

/** A forced export gets a new ID, so `force` needs a task. */
function checkForce({ taskId, downloadId, force }: DlcInputs): InputIssue[] {
  if (force !== true || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'force',
      problem: message('data.input-force'),
      fix: message('data.input-force-fix'),
      about: ['task-id'],
    },
  ];
}

/** With `download-id` nothing is started, so a step that does not wait would do nothing. */
function checkAttached({ taskId, downloadId, wait }: DlcInputs): InputIssue[] {
  if (wait !== false || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'wait',
      problem: message('data.input-no-wait'),
      fix: message('data.input-no-wait-fix'),
      about: ['task-id'],
    },
  ];
}
