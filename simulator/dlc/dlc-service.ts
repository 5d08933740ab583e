import { ApiError } from '../api-error.ts';
import { act, requireFound } from '../gateway/service.ts';
import type { Actions, Service, ServiceContext, ServiceContract } from '../gateway/service.ts';
import { nameSource } from '../name-source.ts';
import { DEMO_TASK, downloadStatus, hasEnded, simulatedTask } from './dlc-task.ts';
import type { SimulatedTask, TaskSeed } from './dlc-task.ts';

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
    return { DownloadId: task.createDownload(Format, Force) };
  },
  DescribeResultDownload: (tasks, { DownloadId }) => {
    const task = tasks.find((each) => each.find(DownloadId) !== undefined);
    const record = task?.find(DownloadId);
    // unknown: DLC's error for an unknown DownloadId.
    if (task === undefined || record === undefined) throw taskNotFound();
    return task.describe(record);
  },
};

/** The default of `tasks` is DEMO_TASK. */
export function openDlc(
  { clock, cos }: ServiceContext,
  { tasks: seeds = [DEMO_TASK] }: { tasks?: TaskSeed[] } = {},
) {
  const names = nameSource();
  const newId = (): string => names(names('download', 8), 12);
  const tasks = seeds.map((seed) => simulatedTask(seed, clock, cos, newId));
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
  /** Throws if it does not exist. */
  const task = (id: string): SimulatedTask =>
    requireFound(
      tasks.find(({ taskId }) => taskId === id),
      `task ${id}`,
    );
  return { world: { tasks, task }, service };
}

function taskNotFound(): ApiError {
  return new ApiError('InvalidParameter.TaskNotFound', 'The task does not exist.');
}
