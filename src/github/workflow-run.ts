import { getEnv } from './runner-env.ts';
import { link, escapeMarkdown } from '../text/markdown.ts';

/** Which run of which workflow this is, as far as the runner tells. */
export interface WorkflowRun {
  /** `octo-org/shop`; '' where it is not known, and so are all the others. */
  readonly repository: string;
  /** The commit's full SHA. */
  readonly sha: string;
  readonly actor: string;
  /** The number that people know the run by. */
  readonly number: string;
  /** The pages of both, on GitHub Enterprise Server too. */
  readonly commitUrl: string;
  readonly runUrl: string;
}

/** Reads the variables that the runner sets; what looks otherwise than it should counts as unknown. */
export function readWorkflowRun(env: NodeJS.ProcessEnv): WorkflowRun {
  const readMatching = (variable: string, pattern: RegExp): string => {
    const value = getEnv(env, variable) ?? '';
    return pattern.test(value) ? value : '';
  };
  const repository = readMatching('GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/);
  const sha = readMatching('GITHUB_SHA', /^[\da-f]{40,64}$/i);
  const id = readMatching('GITHUB_RUN_ID', /^\d+$/);
  const server = readMatching('GITHUB_SERVER_URL', /^https?:\/\/[^\s?#]+$/).replace(/\/+$/, '');
  const page = (path: string, isKnown: string): string =>
    server && repository && isKnown ? `${server}/${repository}/${path}` : '';
  return {
    repository,
    sha,
    actor: getEnv(env, 'GITHUB_ACTOR') ?? '',
    number: readMatching('GITHUB_RUN_NUMBER', /^\d+$/),
    commitUrl: page(`commit/${sha}`, sha),
    runUrl: page(`actions/runs/${id}`, id),
  };
}

/** `a1b2c3d by octocat, run 7` in Markdown, with links; '' where nothing is known. */
export function describeRun({ sha, actor, number, commitUrl, runUrl }: WorkflowRun): string {
  const commit = link(`\`${sha.slice(0, 7)}\``, commitUrl);
  const by = [sha ? commit : '', actor ? `by ${escapeMarkdown(actor)}` : '']
    .filter(Boolean)
    .join(' ');
  const run = number ? link(`run ${number}`, runUrl) : '';
  return [by, run].filter(Boolean).join(', ');
}
