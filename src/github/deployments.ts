import type { Dispatcher } from 'undici';
import { fetch } from 'undici';
import { message } from '../text/message.ts';
import { truncate, stripControlChars } from '../text/sanitize.ts';
import { TextError } from '../text/text-error.ts';
import type { GithubError } from './github-refusal.ts';
import { describePage } from './github-refusal.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** What GitHub shows of a deployment. */
export interface DeploymentStatus {
  readonly state: 'in_progress' | 'success' | 'failure';
  /** GitHub keeps 140 characters. */
  readonly description: string;
  readonly environmentUrl: string | undefined;
}

/** What a deployment is of, and where it goes to. */
export interface DeploymentTarget {
  readonly ref: string;
  /** As GitHub defines them; it decides if they are undefined. */
  readonly isProduction?: boolean | undefined;
  readonly isTransient?: boolean | undefined;
}

/** The Deployments of the repository that the workflow runs in. */
export interface Deployments {
  /** Makes one of a commit, a branch or a tag; gives its ID. */
  create(environment: string, target: DeploymentTarget): Promise<number>;
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
  return async (token, { repository, runUrl }) => {
    const { getOctokit } = await load();
    const { repos } = getOctokit(token, { baseUrl, log: QUIET, request }).rest;
    const [owner = '', repo = ''] = repository.split('/');
    const twice = <T>(
      send: (call: { owner: string; repo: string; request: object }) => Promise<T>,
    ) => sendTwice(timeout, (signal) => send({ owner, repo, request: { signal } }));
    return {
      create: async (environment, { ref, isProduction, isTransient }) => {
        const wanted = {
          ...{ ref, environment, auto_merge: false, required_contexts: [] },
          ...(isProduction === undefined ? {} : { production_environment: isProduction }),
          ...(isTransient === undefined ? {} : { transient_environment: isTransient }),
        };
        const { data } = await twice((call) => repos.createDeployment({ ...call, ...wanted }));
        return readId(data);
      },
      addStatus: async (deploymentId, { state, description, environmentUrl }) => {
        const status = {
          deployment_id: deploymentId,
          state,
          description: truncate(stripControlChars(description), MAX_DESCRIPTION_LENGTH),
          ...(runUrl ? { log_url: runUrl } : {}),
          ...(environmentUrl ? { environment_url: environmentUrl } : {}),
        };
        const { data } = await twice((call) =>
          repos.createDeploymentStatus({ ...call, ...status }),
        );
        readId(data);
      },
    };
  };
}

/**
 * One gateway error or cut connection does not lose the record. Where the first try did reach
 * GitHub, it shows one Deployment more, without a status. What hung is not tried again.
 */
async function sendTwice<T>(
  timeout: GithubConnection['timeout'],
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = timeout(RESPONSE_TIMEOUT_MS);
  try {
    return await send(signal);
  } catch (error) {
    const { response, status = 0 } = error as GithubError;
    const mayPass = response === undefined || status >= 500;
    if (signal.aborted || !mayPass) throw error;
    return send(timeout(RESPONSE_TIMEOUT_MS));
  }
}

/** Throws if there is none: the client passes on whatever came with a success, also a proxy's page. */
function readId(data: unknown): number {
  const { id, message: answer }: Created = typeof data === 'object' && data !== null ? data : {};
  if (typeof id === 'number') return id;
  const page = typeof data === 'string' ? describePage(data) : undefined;
  const reason = page
    ? message('github.api-returned', { page })
    : message('github.no-deployment-id');
  throw answer ? new Error(answer) : new TextError(reason);
}

interface Created {
  readonly id?: unknown;
  readonly message?: string;
}

function ignore(): void {
  // Nothing of it is for users.
}
