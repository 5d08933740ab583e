import type { WorkflowRun } from '../../github/workflow-run.ts';

/** A text with the commit of this run cut to seven characters, as GitHub shows it. */
export function shortenSha(text: string, { sha }: Pick<WorkflowRun, 'sha'>): string {
  return sha === '' ? text : text.replaceAll(sha, sha.slice(0, 7));
}
