import { given, inputVariable } from './environment.ts';
import { harmless } from './harmless.ts';
import type { InputName } from './inputs.ts';
import { INPUT_NAMES } from './inputs.ts';
import { nearest } from './words.ts';

/** Names almost right, by the right name. */
export type Misnamed = ReadonlyMap<InputName, string>;

/**
 * Inputs that were given under a name almost right. The runner only warns of
 * names that it does not know, and hands them over all the same.
 */
export function findMisnamed(env: NodeJS.ProcessEnv): Misnamed {
  const known = new Set(INPUT_NAMES.map(inputVariable));
  const found = new Map<InputName, string>();
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    if (given(env, variable) === undefined) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const meant = nearest(name, INPUT_NAMES);
    if (meant !== undefined) found.set(meant, harmless(name));
  }
  return found;
}
