import { ApiError } from '../api-error.ts';
import { BOOLEAN, requireFound, REQUIRED_STRING } from '../gateway/service-contract.ts';
import type { Fields, OpenService, Service, ServiceContract } from '../gateway/service-contract.ts';
import { nameSource } from '../name-source.ts';
import { DEMO_TASK, downloadStatus, hasEnded, SimulatedTask } from './dlc-task.ts';
import type { TaskSeed } from './dlc-task.ts';

export const DLC_CONTRACT = {
  service: 'dlc',
  version: '2021-01-25',
  regionRequired: true,
  actions: {
    CreateResultDownload: { TaskId: REQUIRED_STRING, Format: REQUIRED_STRING, Force: BOOLEAN },
    DescribeResultDownload: { DownloadId: REQUIRED_STRING },
  },
  changes: ['CreateResultDownload'],
} satisfies ServiceContract;

type DlcActionName = keyof typeof DLC_CONTRACT.actions;

/** The parameters of all actions; the contract lists those of each action. */
interface DlcParameters {
  TaskId: string;
  Format: string;
  Force?: boolean;
  DownloadId: string;
}

/** Returns the fields of the response; `tasks` are those of the call's region. Throws ApiError. */
type DlcAction = (tasks: readonly SimulatedTask[], parameters: DlcParameters) => Fields;

const DLC_ACTIONS: Record<DlcActionName, DlcAction> = {
  CreateResultDownload: (tasks, { TaskId, Format, Force }) => {
    const task = tasks.find(({ taskId }) => taskId === TaskId);
    if (task === undefined) throw taskNotFound();
    return { DownloadId: task.createDownload(Format, { force: Force }) };
  },
  DescribeResultDownload: (tasks, { DownloadId }) => {
    const task = tasks.find((each) => each.find(DownloadId) !== undefined);
    const record = task?.find(DownloadId);
    // unknown: DLC's error for an unknown DownloadId.
    if (task === undefined || record === undefined) throw taskNotFound();
    return task.describe(record);
  },
};

/** All of DLC's state. */
export interface DlcWorld {
  readonly tasks: readonly SimulatedTask[];
  /** Throws if it does not exist. */
  task(taskId: string): SimulatedTask;
}

/** The default of `tasks` is DEMO_TASK. */
export const openDlc: OpenService<{ tasks?: TaskSeed[] }, DlcWorld> = (
  { clock, cos },
  { tasks: seeds = [DEMO_TASK] } = {},
) => {
  const names = nameSource();
  const newId = (): string => names(names('download', 8), 12);
  const tasks = seeds.map((seed) => new SimulatedTask(seed, clock, cos, newId));
  const find = (id: string): SimulatedTask | undefined => tasks.find(({ taskId }) => taskId === id);
  const service: Service = {
    contract: DLC_CONTRACT,
    perform: ({ action, parameters, region }) => {
      const act = DLC_ACTIONS[action as DlcActionName];
      const tasksOfRegion = tasks.filter((task) => task.region === region);
      // The contract's types and required parameters have been checked.
      return act(tasksOfRegion, parameters as unknown as DlcParameters);
    },
    hasSettled: ({ DownloadId }) =>
      tasks.some((task) => {
        const record = task.find(String(DownloadId));
        return record !== undefined && hasEnded(downloadStatus(record, clock.now()));
      }),
  };
  return { world: { tasks, task: (id) => requireFound(find(id), `task ${id}`) }, service };
};

function taskNotFound(): ApiError {
  return new ApiError('InvalidParameter.TaskNotFound', 'The task does not exist.');
}
