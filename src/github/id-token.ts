import { readFileSync } from 'node:fs';
import { describePage } from './github-refusal.ts';
import { isProxyLogInRefused } from './proxy-log-in.ts';
import { getEnv } from './runner-env.ts';
import type { Detail, DetailedError } from '../text/detail.ts';
import { stripControlChars } from '../text/sanitize.ts';
import { TextError } from '../text/text-error.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';

type Core = Pick<typeof import('@actions/core'), 'getIDToken'>;

export type IdTokenErrorCode =
  'id-token-permission' | 'id-token-fork' | 'id-token-refused' | 'id-token-unavailable';

interface IdTokenErrorOptions {
  readonly cause?: unknown;
  readonly isRetryable?: boolean;
}

/** GitHub issued no ID token. The error has what happened, why, and the fix. */
export class IdTokenError extends TextError implements DetailedError {
  override readonly name = 'IdTokenError';
  readonly code: IdTokenErrorCode;
  readonly details: readonly Detail[];
  /** Whether a retry may succeed. */
  readonly isRetryable: boolean;

  constructor(
    code: IdTokenErrorCode,
    headline: Text,
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

const FIX = message('words.fix');

/** The lines to add to the job. */
const PERMISSIONS = ['  permissions:', '    contents: read', '    id-token: write'];

/**
 * Returns the proxy, as `host:port`, through which GitHub's toolkit requests a URL; undefined if
 * none.
 */
export type FindProxyHost = (url: string) => string | undefined;

/** Requests a new ID token of the job, valid for a few minutes. Rejects with an IdTokenError. */
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
  return new IdTokenError('id-token-permission', message('github.id-token-permission'), [
    { label: FIX, text: message('github.grant-id-token'), block: PERMISSIONS },
    { text: message('github.caller-needs-it') },
  ]);
}

function createForkError(): IdTokenError {
  return new IdTokenError('id-token-fork', message('github.id-token-fork'), [
    { label: FIX, text: message('github.deploy-after-merge') },
    { text: message('github.needs-id-token'), block: PERMISSIONS },
  ]);
}

/**
 * Explains a failed request. @actions/core spreads the error over several lines: `Error Code :
 * 403`.
 */
function explainFailedRequest(
  url: string,
  error: unknown,
  proxy: string | undefined,
): IdTokenError {
  const answer = error instanceof Error ? error.message : String(error);
  const status = /Error Code\s*:\s*(\d{3})/.exec(answer)?.[1];
  const page = describePage(answer);
  const reason =
    page ?? stripControlChars(answer.replace(/^Error message:\s*/, '').replace(/\s+/g, ' '));
  const isForbidden = status === '401' || status === '403';
  // A page is not the answer of GitHub's service: something on the way has refused.
  if (isForbidden && page === undefined) {
    return new IdTokenError(
      'id-token-refused',
      message('github.id-token-refused', { status }),
      [{ label: FIX, text: message('github.check-id-token'), block: PERMISSIONS }],
      { cause: error },
    );
  }
  const host = URL.parse(url)?.host ?? '';
  const isRefused = isProxyLogInRefused(error);
  return new IdTokenError(
    'id-token-unavailable',
    status === undefined
      ? message('github.id-token-unavailable')
      : message('github.id-token-unavailable-status', { status }),
    [
      { label: message('words.why'), text: reason },
      {
        label: FIX,
        text: isRefused ? message('network.proxy-log-in') : message('github.allow-host', { host }),
      },
      ...(proxy ? [{ text: message('github.through-proxy', { proxy }) }] : []),
    ],
    // Retrying a rejected login could lock the account in the directory behind the proxy.
    { cause: error, isRetryable: !isRefused && !isForbidden },
  );
}

/** Whether the run is of a pull request from a fork, according to the event payload. */
function isFromFork(env: NodeJS.ProcessEnv): boolean {
  // `pull_request_target` runs with the permissions of the base repository.
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
