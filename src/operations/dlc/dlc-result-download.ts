import { createDlc } from '../../tencent/services/dlc-api.ts';
import { parseObjectPath, resultSource, waitForResult } from './wait-for-result.ts';
import { deliver } from '../files/save-download.ts';
import { checkWait, DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import { operation } from '../operation.ts';
import { outcome, Refusal } from '../../report/outcome.ts';
import { note } from '../../report/run-record.ts';
import { join } from '../../text/format.ts';
import type { Problem } from '../../github/inputs/input-errors.ts';
import type { DownloadInputs } from '../files/download-inputs.ts';
import type { Dlc, NewDownload } from '../../tencent/services/dlc-api.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { Step } from '../operation.ts';

/** Makes a query's result downloadable, waits, and downloads it where asked. */
export const dlcResultDownload = operation({
  needs: ['region'],
  takes: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  check: checkDlc,
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
  run: async (inputs, step) => {
    const dlc = createDlc(step.call);
    const what = inputs.downloadId
      ? `download ${inputs.downloadId}`
      : `task ${inputs.taskId ?? ''}`;
    step.report.target = join(what, inputs.format, step.region);
    step.log.stage('Target', step.report.target);
    const downloadId = inputs.downloadId ?? (await startDownload(step, dlc, inputs));
    note(step.report, 'download-id', downloadId);
    if (!inputs.wait) return outcome('started', `the download ${downloadId} is being made`);

    const result = await waitForResult(step, dlc, { ...inputs, downloadId });
    note(step.report, 'download-uri', result.path);
    const object = parseObjectPath(result.path);
    if (wantsFile(inputs)) {
      const source = resultSource(step, dlc, { downloadId, result, object }, inputs.cosEndpoint);
      await deliver(step, { source, name: object.key, expectedSha256: '' }, inputs);
    }
    return outcome('succeeded', `the result ${downloadId} can be downloaded`);
  },
});

interface DlcInputs extends Partial<DownloadInputs> {
  readonly taskId?: string | undefined;
  readonly downloadId?: string | undefined;
  readonly force?: boolean;
  readonly wait?: boolean;
}

/** Either a task, whose result is made downloadable, or a download that was begun before. */
export function checkDlc(inputs: DlcInputs): Problem[] {
  return [
    ...checkSource(inputs),
    ...checkForce(inputs),
    ...checkStart(inputs),
    ...checkWait(inputs),
  ];
}

function checkSource({ taskId, downloadId }: DlcInputs): Problem[] {
  if (taskId === undefined && downloadId === undefined) {
    return [
      {
        input: 'task-id',
        is: 'is missing',
        change: 'add   task-id: …   (or download-id, output of a step that started it)',
      },
    ];
  }
  if (taskId !== undefined && downloadId !== undefined) {
    return [
      {
        input: 'download-id',
        is: 'is given, and task-id too',
        change: 'remove   task-id   (or download-id: it attaches to what was started before)',
      },
    ];
  }
  return [];
}

/** A download is made again under an ID of its own: `force` belongs to the task. */
function checkForce({ taskId, downloadId, force }: DlcInputs): Problem[] {
  if (force !== true || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'force',
      is: 'is "true", and download-id is given',
      change: 'use   task-id: …   instead of download-id: the file is made again for a task',
    },
  ];
}

/** Nothing is started where a download goes on, so that there is nothing to leave alone. */
function checkStart({ taskId, downloadId, wait }: DlcInputs): Problem[] {
  if (wait !== false || downloadId === undefined || taskId !== undefined) return [];
  return [
    {
      input: 'wait',
      is: 'is "false", and download-id is given',
      change: 'remove   wait: false   (download-id waits for what was started before)',
    },
  ];
}

export interface StartInputs extends Omit<NewDownload, 'taskId'> {
  readonly taskId?: string | undefined;
}

/** Starts the making of the file; gives the DownloadId. */
export async function startDownload(step: Step, dlc: Dlc, inputs: StartInputs): Promise<string> {
  const { taskId = '' } = inputs;
  try {
    const { value, requestId } = await dlc.createResultDownload({ ...inputs, taskId });
    note(step.report, 'request-id', requestId);
    step.log.stage('Download', `${value} is being made`);
    return value;
  } catch (error) {
    if (!isUnclear(error)) throw error;
    throw new Refusal('it is not known whether the download was started', {
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
