import type { Token } from './token.ts';
import { at, wordOf } from './token.ts';

/**
 * Whether a job has a permission to write; what the job says replaces what its workflow says, and
 * without a word of either there is none: the default of new repositories.
 */
export function mayWrite(
  permission: 'id-token' | 'deployments',
  job: Token,
  workflow: Token,
): boolean {
  const permissions = at(job, 'permissions') ?? at(workflow, 'permissions');
  const given = at(permissions, permission) ?? permissions;
  return ['write', 'write-all'].includes(wordOf(given));
}
