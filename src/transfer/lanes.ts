/** How many parts of a transfer are sent at once: fewer where the line is too slow for them. */
export interface Lanes {
  /** Runs a task as soon as there is room for it. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
  /** Half as many from now on, one at least; the tasks that run go on. */
  readonly halve: () => void;
  /** How many there are now. */
  readonly count: () => number;
}

export function createLanes(first: number): Lanes {
  const waiting: (() => void)[] = [];
  let count = first;
  let used = 0;
  const begin = () => {
    const next = used < count ? waiting.shift() : undefined;
    if (!next) return;
    used += 1;
    next();
  };
  return {
    count: () => count,
    halve: () => {
      count = Math.max(1, Math.floor(count / 2));
    },
    run: async (task) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        begin();
      });
      try {
        return await task();
      } finally {
        used -= 1;
        begin();
      }
    },
  };
}
