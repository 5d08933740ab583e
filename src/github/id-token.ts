import { readFileSync } from 'node:fs';
import { describePage } from './github-refusal.ts';
import { adviseOnProxyLogIn } from '../text/proxy-log-in.ts';
import { getEnv } from './runner-env.ts';
import type { Detail, DetailedError } from '../text/detail.ts';
import { stripControlChars } from '../text/sanitize.ts';

type Core = Pick<typeof import('@actions/core'), 'getIDToken'>;

export type IdTokenErrorCode =
  'id-token-permission' | 'id-token-fork' | 'id-token-refused' | 'id-token-unavailable';

interface IdTokenErrorOptions {
  readonly cause?: unknown;
  readonly isRetryable?: boolean;
}

/** GitHub gave no ID token: what happened, why, and what to change. */
export class IdTokenError extends Error implements DetailedError {
  override readonly name = 'IdTokenError';
  readonly code: IdTokenErrorCode;
  readonly details: readonly Detail[];
  /** Whether another try may bring one. */
  readonly isRetryable: boolean;

  constructor(
    code: IdTokenErrorCode,
    headline: string,
    details: readonly Detail[],
    options: IdTokenErrorOptions = {},
  ) {
    super(headline, { cause: options.cause });
    this.code = code;
    this.details = details;
    this.isRetryable = options.isRetryable ?? false;
  }
}

const REQUEST_URL = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const REQUEST_TOKEN = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

const WHAT_TO_CHANGE = 'Fix';

/** The lines that a job lacks. */
const PERMISSIONS = ['  permissions:', '    contents: read', '    id-token: write'];

/** The proxy that GitHub's toolkit reaches a URL through, as `host:port`; undefined: none. */
export type FindProxyHost = (url: string) => string | undefined;

/** Gets a fresh ID token of the job, which lives for minutes. Rejects with an IdTokenError. */
export async function requestIdToken(
  core: Core,
  env: NodeJS.ProcessEnv,
  audience: string,
  findProxyHost: FindProxyHost,
): Promise<string> {
  const url = getEnv(env, REQUEST_URL);
  if (url === undefined || getEnv(env, REQUEST_TOKEN) === undefined) {
    throw isFromFork(env) ? createForkError() : createPermissionError();
  }
  try {
    return await core.getIDToken(audience);
  } catch (error) {
    throw explainFailedRequest(url, error, findProxyHost(url));
  }
}

function createPermissionError(): IdTokenError {
  const text = 'give the job (or the workflow) this permission:';
  return new IdTokenError('id-token-permission', 'the job may not ask GitHub for an ID token', [
    { label: WHAT_TO_CHANGE, text, block: PERMISSIONS },
    { text: 'A reusable workflow needs it in the job that calls it, too.' },
  ]);
}

function createForkError(): IdTokenError {
  const text = 'deploy after the merge (on: push), or from a branch of this repository.';
  return new IdTokenError('id-token-fork', 'GitHub gives no ID token to pull requests from forks', [
    { label: WHAT_TO_CHANGE, text },
    { text: 'The job then needs:', block: PERMISSIONS },
  ]);
}

/** @actions/core words its errors over several lines: `Error Code : 403`. */
function explainFailedRequest(
  url: string,
  error: unknown,
  proxy: string | undefined,
): IdTokenError {
  const message = error instanceof Error ? error.message : String(error);
  const status = /Error Code\s*:\s*(\d{3})/.exec(message)?.[1];
  const page = describePage(message);
  const reason =
    page ?? stripControlChars(message.replace(/^Error message:\s*/, '').replace(/\s+/g, ' '));
  if (status === '401' || status === '403') {
    const text = 'see that the job has this permission:';
    return new IdTokenError(
      'id-token-refused',
      `GitHub refused to give an ID token (status ${status})`,
      [{ label: WHAT_TO_CHANGE, text, block: PERMISSIONS }],
      { cause: error },
    );
  }
  const host = URL.parse(url)?.host ?? '';
  const logIn = adviseOnProxyLogIn(message);
  return new IdTokenError(
    'id-token-unavailable',
    `GitHub's OIDC service gave no ID token${status === undefined ? '' : ` (status ${status})`}`,
    [
      { label: 'Why', text: reason },
      {
        label: WHAT_TO_CHANGE,
        text: logIn || `run the job again; a self-hosted runner must be let through to ${host}`,
      },
      ...(proxy
        ? [{ text: `The way there is the proxy ${proxy} (HTTPS_PROXY, HTTP_PROXY).` }]
        : []),
    ],
    // A directory behind the proxy may lock an account that is tried too often.
    { cause: error, isRetryable: logIn === '' },
  );
}

/** A pull request whose branch is in another repository, as its event tells. */
function isFromFork(env: NodeJS.ProcessEnv): boolean {
  // It runs with the rights of the repository that the pull request goes to.
  if (env.GITHUB_EVENT_NAME === 'pull_request_target') return false;
  const head = readHeadRepository(env.GITHUB_EVENT_PATH ?? '');
  return head !== undefined && head !== env.GITHUB_REPOSITORY;
}

function readHeadRepository(path: string): string | undefined {
  try {
    const event = JSON.parse(readFileSync(path, 'utf8')) as PullRequestEvent;
    return event.pull_request?.head?.repo?.full_name;
  } catch {
    return undefined;
  }
}

interface PullRequestEvent {
  readonly pull_request?: { readonly head?: { readonly repo?: { readonly full_name?: string } } };
}
