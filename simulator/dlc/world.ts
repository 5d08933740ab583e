import type { Clock } from '../clock.ts';
import type { CosWorld } from '../cos/world.ts';
import { nameSource } from '../tem/ids.ts';
import type { TaskSeed } from './seed.ts';
import { SimulatedTask } from './task.ts';

/** All of DLC's state. */
export interface DlcWorld {
  readonly tasks: readonly SimulatedTask[];
  /** Throws where it does not exist. */
  task(taskId: string): SimulatedTask;
}

export function dlcWorld(seeds: readonly TaskSeed[], clock: Clock, cos: CosWorld): DlcWorld {
  const names = nameSource();
  const newId = (): string => names(names('download', 8), 12);
  const tasks = seeds.map((seed) => new SimulatedTask(seed, clock, cos, newId));
  return {
    tasks,
    task: (taskId) => {
      const found = tasks.find((each) => each.taskId === taskId);
      if (found === undefined) throw new Error(`There is no task ${taskId}.`);
      return found;
    },
  };
}
