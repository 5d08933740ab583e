import type { Token } from './token.ts';
import { at, wordOf } from './token.ts';

/** Whether a job may ask for ID tokens; what the job says replaces what its workflow says. */
export function mayAskForIdTokens(job: Token, workflow: Token): boolean {
  const permissions = at(job, 'permissions') ?? at(workflow, 'permissions');
  const given = at(permissions, 'id-token') ?? permissions;
  return ['write', 'write-all'].includes(wordOf(given));
}
