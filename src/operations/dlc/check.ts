import type { Problem } from '../../action/problems.ts';
import type { DownloadInputs } from '../download/inputs.ts';
import { checkWait } from '../download/inputs.ts';

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
