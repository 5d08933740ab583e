import type { Dispatcher } from 'undici';
import { fetch } from 'undici';
import { message } from '../text/message.ts';
import { truncate, stripControlChars } from '../text/sanitize.ts';
import { TextError } from '../text/text-error.ts';
import type { GithubError } from './github-refusal.ts';
import { describePage } from './github-refusal.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A status of a Deployment, as GitHub shows it. */
export interface DeploymentStatus {
  readonly state: 'in_progress' | 'success' | 'failure';
  /** At most 140 characters, GitHub's limit. */
  readonly description: string;
  readonly environmentUrl: string | undefined;
}

/** What is deployed, and where to. */
export interface DeploymentTarget {
  readonly ref: string;
  /** As GitHub defines them; if undefined, GitHub chooses. */
  readonly isProduction?: boolean | undefined;
  readonly isTransient?: boolean | undefined;
}

/** The Deployments of the workflow's repository. */
export interface Deployments {
  /** Creates a Deployment of a commit, branch or tag and returns its ID. */
  create(environment: string, target: DeploymentTarget): Promise<number>;
  addStatus(deploymentId: number, status: DeploymentStatus): Promise<void>;
}

/** Connects to GitHub with a token. It and all calls of the result reject with GitHub's error. */
export type OpenDeployments = (token: string, run: WorkflowRun) => Promise<Deployments>;

/** How to connect to GitHub. */
export interface GithubConnection {
  /** `https://api.github.com`, or the API URL of a GitHub Enterprise Server. */
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  /** Returns a signal that aborts after `ms` milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

type Github = Pick<typeof import('@actions/github'), 'getOctokit'>;

/** Limit for each call, because the rollout must not wait for its record. */
const RESPONSE_TIMEOUT_MS = 10_000;
const MAX_DESCRIPTION_LENGTH = 140;

/** Silences the client: it would print to stdout, where the runner reads workflow commands. */
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Creates a function that loads GitHub's client on first use, because loading it would slow the
 * start of every other step.
 */
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
 * Retries once after a gateway error or a broken connection, but not after a timeout. If the first
 * request did reach GitHub, there is a second Deployment without a status, which is harmless.
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

/**
 * Returns the ID from a response. The client passes on any body of a successful response, even a
 * proxy's HTML page.
 */
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
  // Not shown to users.
}
