import type { Value } from './evaluate.ts';
import { asText } from './evaluate.ts';
import type { WorkflowEvent } from './model.ts';

export type GithubContext = Record<string, Value>;

/** The context `github` of a run, as far as it is the same for all jobs. */
export function githubContext(event: WorkflowEvent, workflow: string): GithubContext {
  const ref = event.ref ?? 'refs/heads/main';
  return {
    actor: 'octocat',
    api_url: 'https://api.github.com',
    event: { ref, inputs: event.inputs ?? {} },
    event_name: event.name,
    ref,
    ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
    repository: 'octo-org/shop',
    repository_owner: 'octo-org',
    run_attempt: '1',
    run_id: '77',
    run_number: '7',
    server_url: 'https://github.com',
    sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
    workflow,
  };
}

/** The variables GITHUB_… that say the same; the token is in none. */
export function githubVariables(github: GithubContext): Record<string, string> {
  const texts = Object.entries(github).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'token',
  );
  return Object.fromEntries(texts.map(([name, text]) => [`GITHUB_${name.toUpperCase()}`, text]));
}

/** The `sub` of the ID tokens of a job. */
export function subjectOf(github: GithubContext, environment: string | undefined): string {
  const end =
    environment === undefined ? `ref:${asText(github.ref ?? '')}` : `environment:${environment}`;
  return `repo:${asText(github.repository ?? '')}:${end}`;
}
