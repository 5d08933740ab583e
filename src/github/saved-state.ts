/** States that mean the same as no state. */
export const EMPTY_STATES: ReadonlySet<string> = new Set(['', '{}']);

/** Whether the main step has left anything to `post`. The runner passes it on as `STATE_…`. */
export function hasSavedState(env: NodeJS.ProcessEnv): boolean {
  return Object.entries(env).some(
    ([name, value = '']) => name.startsWith('STATE_') && !EMPTY_STATES.has(value),
  );
}
