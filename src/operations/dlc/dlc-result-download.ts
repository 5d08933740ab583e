import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { formatFailure } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { Dlc } from '../../tencent/services/dlc-api.ts';
import { createDlc } from '../../tencent/services/dlc-api.ts';
import { joinParts } from '../../text/format.ts';
import {
  assertDownloadPath,
  checkWait,
  DOWNLOAD,
  saveDownload,
  wantsFile,
} from '../files/save-download.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { createResultSource, parseObjectPath } from './result-source.ts';
import { waitForResult } from './wait-for-result.ts';
import type { Text } from '../../text/message.ts';

/** Makes a query's result downloadable, waits, and downloads it where asked. */
export const dlcResultDownload = defineOperation({
  required: ['region'],
  optional: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  check: checkDlcInputs,
  preflight: assertDownloadPath,
  plan: ({ downloadId, taskId = '', format }) =>
    Promise.resolve({
      headline: `the result of ${downloadId ?? taskId} would be made downloadable`,
      would: [
        downloadId
          ? `wait for the download ${downloadId}`
          : `make a ${format} file of it, and wait`,
      ],
      blockers: [],
    }),
  run: async (inputs, context) => {
    const { log, report, region } = context;
    const { taskId = '', format, cosEndpoint } = inputs;
    const dlc = createDlc(context.call);
    const subject = inputs.downloadId ? `download ${inputs.downloadId}` : `task ${taskId}`;
    report.target = joinParts(subject, format, region);
    log.stage('Target', report.target);
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
    return createOutcome('succeeded', `the result ${downloadId} can be downloaded`);
  },
});

function createStartedOutcome(downloadId: string) {
  const next = {
    sentence: 'Wait for the file and fetch it: run dlc-result-download',
    inputs: { operation: 'dlc-result-download', 'download-id': downloadId },
  };
  return createOutcome('started', `the download ${downloadId} is being made`, { next: [next] });
}

/** How often a download is started in all, where no answer says whether it was. */
const MAX_STARTS = 4;

/**
 * Starts to make the file; resolves to the DownloadId. A second download of the same result does no
 * harm, so the call is sent again after an unclear answer.
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
      log.stage('Download', `${value} is being made`);
      return value;
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      const isOver = starts >= MAX_STARTS || clock.now() >= deadline;
      if (isOver) throw startUnknown(formatFailure(error));
      log.stage('Download', `the answer is unclear (${error.message}): sends it again`);
      await clock.sleep(VISIBLE_POLL_INTERVAL_MS, cancelSignal);
    }
  }
}

function startUnknown(why: Text): OperationError {
  return new OperationError('it is not known whether the download was started', {
    code: 'export-outcome-unknown',
    details: [{ label: 'Why', text: why }],
    next: [
      {
        sentence: 'Run the job again: a download without an ID cannot be found, and does no harm.',
      },
    ],
  });
}

type DlcInputs = Partial<
  Inputs<never, 'task-id' | 'download-id' | 'force' | 'wait' | 'download-path' | 'artifact-name'>
>;

/** Either a task, whose result is made downloadable, or a download that was started before. */
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
        problem: 'is missing',
        fix: 'add   task-id: …   (or download-id, output of a step that started it)',
        about: ['download-id'],
      },
    ];
  }
  if (taskId !== undefined && downloadId !== undefined) {
    return [
      {
        input: 'download-id',
        problem: 'is given, and task-id too',
        fix: 'remove   task-id   (or download-id: it attaches to what was started before)',
      },
    ];
  }
  return [];
}

/** A file that is made again gets an ID of its own: `force` belongs to the task. */
function checkForce({ taskId, downloadId, force }: DlcInputs): InputIssue[] {
  if (force !== true || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'force',
      problem: 'is "true", and download-id is given',
      fix: 'use   task-id: …   instead of download-id: the file is made again for a task',
      about: ['task-id'],
    },
  ];
}

/** With `download-id` nothing is started, so that a step that does not wait would do nothing. */
function checkAttached({ taskId, downloadId, wait }: DlcInputs): InputIssue[] {
  if (wait !== false || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'wait',
      problem: 'is "false", and download-id is given',
      fix: 'remove   wait: false   (download-id waits for what was started before)',
      about: ['task-id'],
    },
  ];
}
