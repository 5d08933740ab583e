/** Wakes those who wait for a change; each of them then looks whether it is the one. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring. */
  readonly wait: () => Promise<void>;
}

export function createBell(): Bell {
  const waiting: (() => void)[] = [];
  return {
    ring: () => {
      for (const wake of waiting.splice(0)) wake();
    },
    wait: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
  };
}
