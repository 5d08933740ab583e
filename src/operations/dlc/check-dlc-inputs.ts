import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { checkWait } from '../files/download-inputs.ts';

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
    },
  ];
}
