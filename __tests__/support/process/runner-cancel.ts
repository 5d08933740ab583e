/** How long the runner waits for a cancelled background step, and for a process after SIGINT. */
export const GRACE_SECONDS = 7.5;
/** From SIGINT until the process is killed. */
const KILLED_AFTER_SECONDS = 10;

export interface TimedSignal {
  readonly signal: NodeJS.Signals;
  readonly after: number;
}

/**
 * The signals with which the runner cancels a process so many seconds from now: a job's step and a
 * background step alike (ProcessInvoker.cs, BackgroundStepCoordinator.cs).
 */
export function cancelSignals(after: number): TimedSignal[] {
  return [
    { signal: 'SIGINT', after },
    { signal: 'SIGTERM', after: after + GRACE_SECONDS },
    { signal: 'SIGKILL', after: after + KILLED_AFTER_SECONDS },
  ];
}
