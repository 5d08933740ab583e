import type { Dlc, NewDownload } from '../../tencent/dlc.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { Step } from '../operation.ts';
import { Refusal } from '../outcome.ts';
import { note } from '../report.ts';

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
