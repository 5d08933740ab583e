import { createDlc } from '../../tencent/services/dlc-api.ts';
import { parseObjectPath, createResultSource, waitForResult } from './wait-for-result.ts';
import { assertDownloadPath, saveDownload } from '../files/save-download.ts';
import { checkWait, DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { joinParts } from '../../text/format.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { DownloadInputs } from '../files/download-inputs.ts';
import type { Dlc, NewDownload } from '../../tencent/services/dlc-api.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { OperationContext } from '../operation.ts';

/** Makes a query's result downloadable, waits, and downloads it where asked. */
export const dlcResultDownload = defineOperation({
  required: ['region'],
  optional: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  check: checkDlc,
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
    const dlc = createDlc(context.call);
    const what = inputs.downloadId
      ? `download ${inputs.downloadId}`
      : `task ${inputs.taskId ?? ''}`;
    context.report.target = joinParts(what, inputs.format, context.region);
    context.log.stage('Target', context.report.target);
    const downloadId = inputs.downloadId ?? (await startDownload(context, dlc, inputs));
    setOutput(context.report, 'download-id', downloadId);
    if (!inputs.wait) return createOutcome('started', `the download ${downloadId} is being made`);

    const result = await waitForResult(context, dlc, { ...inputs, downloadId });
    setOutput(context.report, 'download-uri', result.path);
    const object = parseObjectPath(result.path);
    if (wantsFile(inputs)) {
      const source = createResultSource(
        context,
        dlc,
        { downloadId, result, object },
        inputs.cosEndpoint,
      );
      await saveDownload(context, { source, name: object.key, expectedSha256: '' }, inputs);
    }
    return createOutcome('succeeded', `the result ${downloadId} can be downloaded`);
  },
});

interface DlcInputs extends Partial<DownloadInputs> {
  readonly taskId?: string | undefined;
  readonly downloadId?: string | undefined;
  readonly force?: boolean;
  readonly wait?: boolean;
}

/** Either a task, whose result is made downloadable, or a download that was begun before. */
export function checkDlc(inputs: DlcInputs): InputIssue[] {
  return [
    ...checkSource(inputs),
    ...checkForce(inputs),
    ...checkStart(inputs),
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

/** A download is made again under an ID of its own: `force` belongs to the task. */
function checkForce({ taskId, downloadId, force }: DlcInputs): InputIssue[] {
  if (force !== true || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'force',
      problem: 'is "true", and download-id is given',
      fix: 'use   task-id: …   instead of download-id: the file is made again for a task',
    },
  ];
}

/** Nothing is started where a download goes on, so that there is nothing to leave alone. */
function checkStart({ taskId, downloadId, wait }: DlcInputs): InputIssue[] {
  if (wait !== false || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'wait',
      problem: 'is "false", and download-id is given',
      fix: 'remove   wait: false   (download-id waits for what was started before)',
    },
  ];
}

export interface StartInputs extends Omit<NewDownload, 'taskId'> {
  readonly taskId?: string | undefined;
}

/** Starts the making of the file; gives the DownloadId. */
export async function startDownload(
  context: OperationContext,
  dlc: Dlc,
  inputs: StartInputs,
): Promise<string> {
  const { taskId = '' } = inputs;
  try {
    const { value, requestId } = await dlc.createResultDownload({ ...inputs, taskId });
    setOutput(context.report, 'request-id', requestId);
    context.log.stage('Download', `${value} is being made`);
    return value;
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    throw new OperationError('it is not known whether the download was started', {
      details: [`Why:  ${error.message}`],
      next: [
        {
          sentence:
            'Run the job again: a download without an ID cannot be found, and does no harm.',
        },
      ],
    });
  }
}
