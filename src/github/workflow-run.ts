import { getEnv } from './runner-env.ts';

/** Which run of which workflow this is, as far as the runner tells. */
export interface WorkflowRun {
  /** `octo-org/shop`; '' if it is not known, and so are all the others. */
  readonly repository: string;
  /** The commit's full SHA. */
  readonly sha: string;
  /** GITHUB_SHA, which may be another commit: the merge commit of a pull request. */
  readonly mergeSha?: string;
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
