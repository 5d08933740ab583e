import type { WorkflowRun } from '../../github/workflow-run.ts';

/** Shortens the commit SHAs of this run in a text to seven characters, as GitHub does. */
export function shortenSha(
  text: string,
  { mergeSha = '', sha }: Pick<WorkflowRun, 'mergeSha' | 'sha'>,
): string {
  return [sha, mergeSha]
    .filter(Boolean)
    .reduce((shown, commit) => shown.replaceAll(commit, commit.slice(0, 7)), text);
}
