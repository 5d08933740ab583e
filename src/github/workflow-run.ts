import { getEnv } from './runner-env.ts';

/** The current workflow run, as described by the runner's variables. */
export interface WorkflowRun {
  /** `octo-org/shop`. Every field is '' if unknown. */
  readonly repository: string;
  /** The full commit SHA. */
  readonly sha: string;
  /** GITHUB_SHA, which may be another commit: the merge commit of a pull request. */
  readonly mergeSha?: string;
  readonly actor: string;
  /** The run number that GitHub shows. */
  readonly number: string;
  /** Web pages of the commit and the run, also on GitHub Enterprise Server. */
  readonly commitUrl: string;
  readonly runUrl: string;
}

/** Reads the runner's variables. Malformed values count as unknown. */
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
