type Core = Pick<typeof import('@actions/core'), 'getState' | 'saveState'>;

/** What the main run leaves for the post run: JSON, never a secret. */
export type SavedState = Record<string, unknown>;

const STATE = 'state';

/** Leaves the state for the post run; what was left before is replaced. */
export function saveState(core: Pick<Core, 'saveState'>, state: SavedState): void {
  core.saveState(STATE, JSON.stringify(state));
}

/** What the main run left; undefined where that is nothing, or no state of ours. */
export function readState(core: Pick<Core, 'getState'>): SavedState | undefined {
  const state = parsed(core.getState(STATE));
  return typeof state === 'object' && state !== null && !Array.isArray(state)
    ? (state as SavedState)
    : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
