import type { WorkflowRun } from '../../github/workflow-run.ts';

/** Shortens the commit SHA of this run in a text to seven characters, as GitHub does. */
export function shortenSha(text: string, { sha }: Pick<WorkflowRun, 'sha'>): string {
  return sha === '' ? text : text.replaceAll(sha, sha.slice(0, 7));
}
