import type { WorkflowRun } from '../../github/workflow-run.ts';

/** A text with the commits of this run cut to seven characters, as GitHub shows them. */
export function shortenSha(
  text: string,
  { mergeSha = '', sha }: Pick<WorkflowRun, 'mergeSha' | 'sha'>,
): string {
  return [sha, mergeSha]
    .filter(Boolean)
    .reduce((shown, commit) => shown.replaceAll(commit, commit.slice(0, 7)), text);
}
