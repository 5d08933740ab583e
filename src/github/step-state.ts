import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { truncateFile, tryWrite } from './command-files.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';

type Core = Pick<typeof import('@actions/core'), 'getState' | 'saveState'>;

/** What the main run leaves for the post run: JSON, never a secret. */
export type SavedState = Record<string, unknown>;

const STATE = 'state';

/** Leaves the state for the post run; what was left before is replaced. */
export function saveState(core: Pick<Core, 'saveState'>, state: SavedState): void {
  core.saveState(STATE, JSON.stringify(state));
}

/** What the main run left; undefined if that is nothing, or no state of ours. */
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
 * The same `core`, whose state cannot decide how a step ends: if it cannot be written, that is a
 * warning. The last values count, so on a full disk they take the place of those before them; what
 * is out of date would have the post run finish what is done.
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

/** What says no more than no state does. */
const EMPTY_STATES: ReadonlySet<string> = new Set(['', '{}']);
