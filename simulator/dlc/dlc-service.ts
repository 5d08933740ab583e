import { ApiError } from '../api-error.ts';
import { act, requireFound } from '../gateway/service-contract.ts';
import type {
  Actions,
  OpenService,
  Service,
  ServiceContract,
} from '../gateway/service-contract.ts';
import { nameSource } from '../name-source.ts';
import { DEMO_TASK, downloadStatus, hasEnded, SimulatedTask } from './dlc-task.ts';
import type { TaskSeed } from './dlc-task.ts';

export const DLC_CONTRACT = {
  service: 'dlc',
  version: '2021-01-25',
  regionRequired: true,
  actions: {
    CreateResultDownload: { TaskId: 'string', Format: 'string', Force: 'boolean?' },
    DescribeResultDownload: { DownloadId: 'string' },
  },
  changes: ['CreateResultDownload'],
} as const satisfies ServiceContract;

/** `tasks` are those of the call's region. */
const DLC_ACTIONS: Actions<typeof DLC_CONTRACT, readonly SimulatedTask[]> = {
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
    perform: (call) => {
      const ofRegion = tasks.filter(({ region }) => region === call.region);
      return act(DLC_ACTIONS, call, ofRegion);
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
