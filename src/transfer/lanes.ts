/**
 * Limits how many parts of a transfer are sent at once. The limit is lowered on a slow connection.
 */
export interface Lanes {
  /** Runs a task as soon as a lane is free. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
  /** Halves the limit, to at least one. Running tasks continue. */
  readonly halve: () => void;
  /** Returns the current limit. */
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
