import type { Dispatcher } from 'undici';
import { fetch } from 'undici';
import { truncate, stripControlChars } from '../text/sanitize.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** What GitHub shows of a deployment. */
export interface DeploymentStatus {
  readonly state: 'in_progress' | 'success' | 'failure';
  /** GitHub keeps 140 characters. */
  readonly description: string;
  readonly environmentUrl: string | undefined;
}

/** The Deployments of the repository that the workflow runs in. */
export interface Deployments {
  /** Makes one of the commit that the workflow runs for; gives its ID. */
  create(environment: string): Promise<number>;
  addStatus(deploymentId: number, status: DeploymentStatus): Promise<void>;
}

/** Connects to GitHub with a token. Rejects, as all its calls do, with what GitHub said. */
export type OpenDeployments = (token: string, run: WorkflowRun) => Promise<Deployments>;

/** How the client reaches GitHub. */
export interface GithubConnection {
  /** `https://api.github.com`, or that of an Enterprise Server. */
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  /** Aborts after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

type Github = Pick<typeof import('@actions/github'), 'getOctokit'>;

/** How long GitHub may take to answer: the rollout does not wait for its record. */
const RESPONSE_TIMEOUT_MS = 10_000;
const MAX_DESCRIPTION_LENGTH = 140;

/** The client would print on the console, where the runner looks for commands. */
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Loads GitHub's client at its first use: it would cost every other step its start. */
export function createDeploymentsClient(
  load: () => Promise<Github>,
  { baseUrl, dispatcher, timeout }: GithubConnection,
): OpenDeployments {
  const request = {
    fetch: (url: string, options: object) => fetch(url, { ...options, dispatcher }),
  };
  return async (token, { repository, runUrl, sha }) => {
    const { getOctokit } = await load();
    const { repos } = getOctokit(token, { baseUrl, log: QUIET, request }).rest;
    const [owner = '', repo = ''] = repository.split('/');
    const call = () => ({ owner, repo, request: { signal: timeout(RESPONSE_TIMEOUT_MS) } });
    return {
      create: async (environment) => {
        const wanted = { ref: sha, environment, auto_merge: false, required_contexts: [] };
        const { data } = await repos.createDeployment({ ...call(), ...wanted });
        if (!('id' in data)) throw new Error(data.message ?? 'GitHub gave no ID.');
        return data.id;
      },
      addStatus: async (deploymentId, { state, description, environmentUrl }) => {
        await repos.createDeploymentStatus({
          ...call(),
          deployment_id: deploymentId,
          state,
          description: truncate(stripControlChars(description), MAX_DESCRIPTION_LENGTH),
          ...(runUrl ? { log_url: runUrl } : {}),
          ...(environmentUrl ? { environment_url: environmentUrl } : {}),
        });
      },
    };
  };
}

function ignore(): void {
  // Nothing of it is for users.
}
