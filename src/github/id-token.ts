import { readFileSync } from 'node:fs';
import { getEnv } from './runner-env.ts';
import { stripControlChars } from '../text/sanitize.ts';

type Core = Pick<typeof import('@actions/core'), 'getIDToken'>;

interface IdTokenErrorOptions {
  readonly cause?: unknown;
  readonly isRetryable?: boolean;
}

/** GitHub gave no ID token: what happened, why, and what to change. */
export class IdTokenError extends Error {
  override readonly name = 'IdTokenError';
  readonly details: readonly string[];
  /** Whether another try may bring one. */
  readonly isRetryable: boolean;

  constructor(headline: string, details: readonly string[], more: IdTokenErrorOptions = {}) {
    super(headline, { cause: more.cause });
    this.details = details;
    this.isRetryable = more.isRetryable ?? false;
  }
}

const REQUEST_URL = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const REQUEST_TOKEN = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

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
    throw isFromFork(env) ? fromFork() : withoutPermission();
  }
  try {
    return await core.getIDToken(audience);
  } catch (error) {
    throw unanswered(url, error, findProxyHost(url));
  }
}

function withoutPermission(): IdTokenError {
  return new IdTokenError('the job may not ask GitHub for an ID token', [
    'What to change:  give the job (or the workflow) this permission:',
    ...PERMISSIONS,
    'A reusable workflow needs it in the job that calls it, too.',
  ]);
}

function fromFork(): IdTokenError {
  return new IdTokenError('GitHub gives no ID token to pull requests from forks', [
    'What to change:  deploy after the merge (on: push), or from a branch of this repository.',
    'The job then needs:',
    ...PERMISSIONS,
  ]);
}

/** @actions/core words its errors over several lines: `Error Code : 403`. */
function unanswered(url: string, error: unknown, proxy: string | undefined): IdTokenError {
  const text = error instanceof Error ? error.message : String(error);
  const status = /Error Code\s*:\s*(\d{3})/.exec(text)?.[1];
  const reason = stripControlChars(text.replace(/^Error message:\s*/, '').replace(/\s+/g, ' '));
  if (status === '401' || status === '403') {
    return new IdTokenError(
      `GitHub refused to give an ID token (status ${status})`,
      ['What to change:  see that the job has this permission:', ...PERMISSIONS],
      { cause: error },
    );
  }
  const host = URL.parse(url)?.host ?? '';
  return new IdTokenError(
    `GitHub's OIDC service gave no ID token${status === undefined ? '' : ` (status ${status})`}`,
    [
      `Why:             ${reason}`,
      `What to change:  run the job again; a self-hosted runner must be let through to ${host}`,
      ...(proxy ? [`The way there is the proxy ${proxy} (HTTPS_PROXY, HTTP_PROXY).`] : []),
    ],
    { cause: error, isRetryable: true },
  );
}

/** A pull request whose branch is in another repository, as its event tells. */
function isFromFork(env: NodeJS.ProcessEnv): boolean {
  // It runs with the rights of the repository that the pull request goes to.
  if (env.GITHUB_EVENT_NAME === 'pull_request_target') return false;
  const head = headRepository(env.GITHUB_EVENT_PATH ?? '');
  return head !== undefined && head !== env.GITHUB_REPOSITORY;
}

function headRepository(path: string): string | undefined {
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
