import { maskCredentials } from '../github/credentials.ts';
import { IdTokenError, requestIdToken } from '../github/id-token.ts';
import type { CommonInputs } from '../github/inputs/operation-inputs.ts';
import type { Log } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import type { Identity } from '../github/read-identity.ts';
import { describeIdentity, getRoleName, withValidity } from '../github/read-identity.ts';
import { abortable } from '../tencent/abortable.ts';
import type { ClientOptions } from '../tencent/api-client.ts';
import { UnreachableError } from '../tencent/api-errors.ts';
import { createServerClock } from '../tencent/auth-recovery.ts';
import type { IdentityOptions } from '../tencent/credentials/assume-role.ts';
import { fromKeys, fromWebIdentity } from '../tencent/credentials/assume-role.ts';
import type {
  CredentialProvider,
  ExpiringCredentials,
} from '../tencent/credentials/credential-provider.ts';
import { readProxies } from '../tencent/proxy-env.ts';
import type { RetryEvent } from '../tencent/retry.ts';
import { message } from '../text/message.ts';
import type { Runtime } from './runtime.ts';

/** Which Tencent Cloud site and region to call, and in which language it answers. */
export type Connection = Pick<CommonInputs, 'endpoint' | 'language' | 'region'>;

/** How to call the API with one identity; the time limits are added later. */
interface IdentityClient extends Omit<ClientOptions, 'deadline' | 'signal'> {
  readonly onRetry: (event: RetryEvent) => void;
}

/** The identity of a step, for as long as it runs. */
export interface ConnectedIdentity {
  readonly client: IdentityClient;
  /** Gets the first credentials, and logs whose they are. */
  readonly connect: (signal: AbortSignal) => Promise<void>;
  /** Ends renewals that nothing waits for any more. */
  readonly close: () => void;
}

/** A call that fails for longer than this is logged, at most once a minute. */
const OUTAGE_MS = 5_000;
const OUTAGE_REPORT_INTERVAL_MS = 60_000;

/** Prepares the identity that the inputs ask for; makes no call before `connect`. */
export function connectIdentity(
  runtime: Runtime,
  log: Log,
  identity: Identity,
  { endpoint, language, region }: Connection,
): ConnectedIdentity {
  const { clock, core, post, random } = runtime;
  const time = createServerClock(clock);
  const closing = new AbortController();
  let expiresAt: number | undefined;

  let reportedAt = -Infinity;
  const onRetry = ({ error, failingMs, pauseMs }: RetryEvent) => {
    const failed = { action: error.action, why: error.text };
    log.debug(message('network.call-retrying', { ...failed, pause: pauseMs }));
    const isDue = clock.now() - reportedAt >= OUTAGE_REPORT_INTERVAL_MS;
    if (failingMs < OUTAGE_MS || !isDue) return;
    reportedAt = clock.now();
    log.stage(message('network.stage-retry'), message('network.call-failing', failed));
  };
  const onCredentials = (received: ExpiringCredentials, roleArn: string) => {
    maskCredentials(core, received.credentials);
    expiresAt = received.expiresAt;
    const assumed = message('network.credentials-assumed', { role: getRoleName(roleArn) });
    log.debug(withValidity(assumed, received.expiresAt));
  };
  const sts = { endpoint, language, region, clock, time, post, random, onRetry };
  const credentials = createProvider(runtime, identity, {
    ...sts,
    signal: closing.signal,
    onCredentials,
  });
  return {
    client: { ...sts, credentials },
    connect: async (signal) => {
      signal.throwIfAborted();
      await abortable(credentials(), signal);
      log.stage(message('network.stage-credentials'), describeIdentity(identity, expiresAt));
    },
    close: () => {
      closing.abort(new DOMException('The step is over', 'AbortError'));
    },
  };
}

function createProvider(
  runtime: Runtime,
  { base, roles }: Identity,
  options: IdentityOptions,
): CredentialProvider {
  if (base.source !== 'oidc') return fromKeys(base, roles, options);
  const { audience, providerId } = base;
  const idToken = () => requestMaskedToken(runtime, audience);
  return fromWebIdentity({ providerId, idToken }, roles, options);
}

/** GitHub's own toolkit would wait for 3 minutes. */
const ID_TOKEN_TIMEOUT_MS = 15_000;

async function requestMaskedToken(
  { clock, core, env }: Runtime,
  audience: string,
): Promise<string> {
  const getIDToken = (wanted?: string) =>
    abortable(core.getIDToken(wanted), clock.timeout(ID_TOKEN_TIMEOUT_MS));
  const { https, http } = readProxies(env).proxies;
  const findProxyHost = (url: string) => (url.startsWith('https:') ? https : http)?.host;
  try {
    const token = await requestIdToken({ getIDToken }, env, audience, findProxyHost);
    createMask(core)(token);
    return token;
  } catch (error) {
    throw error instanceof IdTokenError && error.isRetryable ? toUnreachable(error) : error;
  }
}

/** Makes the error retryable: without a token the call to STS was never sent. */
function toUnreachable(cause: IdTokenError): UnreachableError {
  const call = { service: 'sts', action: 'AssumeRoleWithWebIdentity' };
  return new UnreachableError({ ...call, message: cause.text, cause });
}
