import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { truncateFile, tryWrite } from './command-files.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';
import { EMPTY_STATES } from './saved-state.ts';

type Core = Pick<typeof import('@actions/core'), 'getState' | 'saveState'>;

/** State that the main step saves for the post step: JSON, never secrets. */
export type SavedState = Record<string, unknown>;

const STATE = 'state';

/** Saves the state for the post step and replaces any earlier state. */
export function saveState(core: Pick<Core, 'saveState'>, state: SavedState): void {
  core.saveState(STATE, JSON.stringify(state));
}

/** Reads the state of the main step; undefined if there is none or it is not ours. */
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

/**
 * Wraps `core` so that a failure to save state is only a warning. The last values win, so on a full
 * disk they overwrite the earlier ones; outdated state would make the post step repeat finished
 * work.
 */
export function withOptionalState<Whole extends Pick<Core, 'saveState'>>(
  core: Whole,
  env: NodeJS.ProcessEnv,
  log: Log,
): Whole {
  const file = getEnv(env, 'GITHUB_STATE');
  const last = new Map<string, string>();
  let isWarned = false;
  const saveAnyState = (name: string, value: string): void => {
    last.set(name, value);
    const save = () => {
      core.saveState(name, value);
    };
    if (tryWrite(file, save) === '') return;
    const why = rewrite();
    if (why === '' || isWarned) return;
    isWarned = true;
    log.warning(message('github.state-not-saved'), message('github.state-lost', { why }));
  };
  const rewrite = (): Text => {
    if (file !== undefined) truncateFile(file, 0);
    const given = [...last].filter(([, value]) => !EMPTY_STATES.has(value));
    const reasons = given.map(([name, value]) =>
      tryWrite(file, () => {
        core.saveState(name, value);
      }),
    );
    return reasons.find((reason) => reason !== '') ?? '';
  };
  return { ...core, saveState: saveAnyState };
}
