import { ApiError } from '../api-error.ts';
import { DLC_CONTRACT } from '../contract/dlc.ts';
import type { Fields, Service, ServiceCall } from '../gateway/service.ts';
import { downloadStatus, hasEnded } from './download.ts';
import type { SimulatedTask } from './task.ts';
import type { DlcWorld } from './world.ts';

/** All parameters of all actions; the contract says which of them an action has. */
export interface DlcParameters {
  TaskId: string;
  Format: string;
  Force?: boolean;
  DownloadId: string;
}

/** Gives the fields of the answer; `tasks` are those of the call's region. Throws ApiError. */
type DlcAction = (tasks: readonly SimulatedTask[], parameters: DlcParameters) => Fields;

export const DLC_ACTIONS: Record<string, DlcAction> = {
  CreateResultDownload: (tasks, { TaskId, Format, Force }) => {
    const task = tasks.find(({ taskId }) => taskId === TaskId);
    if (task === undefined) throw taskNotFound();
    return { DownloadId: task.createDownload(Format, { force: Force }) };
  },
  DescribeResultDownload: (tasks, { DownloadId }) => {
    const task = tasks.find((each) => each.find(DownloadId) !== undefined);
    const record = task?.find(DownloadId);
    // unknown: how the cloud refuses a DownloadId that it does not know.
    if (task === undefined || record === undefined) throw taskNotFound();
    return task.describe(record);
  },
};

export function dlcService(world: DlcWorld, now: () => number): Service {
  return {
    contract: DLC_CONTRACT,
    perform: ({ action, parameters, region }: ServiceCall) => {
      const act = DLC_ACTIONS[action];
      if (act === undefined) throw new ApiError('InvalidAction', 'This API is not available.');
      const tasks = world.tasks.filter((task) => task.region === region);
      // The contract's types and required parameters have been checked.
      return act(tasks, parameters as unknown as DlcParameters);
    },
    hasSettled: ({ DownloadId }) =>
      world.tasks.some((task) => {
        const record = task.find(String(DownloadId));
        return record !== undefined && hasEnded(downloadStatus(record, now()));
      }),
  };
}

function taskNotFound(): ApiError {
  return new ApiError('InvalidParameter.TaskNotFound', 'The task does not exist.');
}
