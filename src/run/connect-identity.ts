import { requestIdToken, IdTokenError } from '../github/id-token.ts';
import type { Identity } from '../github/read-identity.ts';
import { getRoleName, formatValidity } from '../github/read-identity.ts';
import type { Log } from '../github/log.ts';
import { maskCredentials } from '../github/credentials.ts';
import { createMask } from '../github/mask.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import type { CommonInputs } from './operation-context.ts';
import { abortable } from '../tencent/abortable.ts';
import type { RetryEvent } from '../tencent/api-client.ts';
import type { ServerClock } from '../tencent/clock-skew.ts';
import { createServerClock } from '../tencent/clock-skew.ts';
import type {
  CredentialProvider,
  ExpiringCredentials,
} from '../tencent/credentials/credential-provider.ts';
import { UnreachableError } from '../tencent/api-errors.ts';
import type { IdentityOptions } from '../tencent/credentials/assume-role.ts';
import { fromKeys, fromWebIdentity } from '../tencent/credentials/assume-role.ts';
import type { Runtime } from './runtime.ts';

/** Who the step is to the cloud, for as long as it runs. */
export interface ConnectedIdentity {
  readonly credentials: CredentialProvider;
  readonly time: ServerClock;
  readonly onRetry: (report: RetryEvent) => void;
  /** Gets the first credentials; when they expire (ms since 1970), where they do. */
  readonly connect: (signal: AbortSignal) => Promise<number | undefined>;
  /** Ends renewals that nobody waits for any more. */
  readonly close: () => void;
}

/** Connects the identity that the inputs ask for to the world. */
export function connectIdentity(
  runtime: Runtime,
  log: Log,
  { inputs, identity }: ReadInputs<string>,
): ConnectedIdentity {
  const { clock, core, post, random } = runtime;
  const { endpoint, language, region } = inputs as unknown as CommonInputs;
  const time = createServerClock(clock);
  const closing = new AbortController();
  let expiresAt: number | undefined;

  const onRetry = ({ error, pauseMs }: RetryEvent) => {
    log.debug(`${error.action} failed (${error.message}), once more in ${pauseMs} ms`);
  };
  const onLease = (lease: ExpiringCredentials, roleArn: string) => {
    maskCredentials(core, lease.credentials);
    expiresAt = lease.expiresAt;
    log.debug(`role ${getRoleName(roleArn)} assumed${formatValidity(lease.expiresAt)}`);
  };
  const connection = { endpoint, language, region, clock, time, post, random, onRetry };
  const options = { ...connection, signal: closing.signal, onLease };
  const credentials = sourceOf(runtime, identity, options);
  return {
    ...{ credentials, time, onRetry },
    connect: async (signal) => {
      signal.throwIfAborted();
      await abortable(credentials(), signal);
      return expiresAt;
    },
    close: () => {
      closing.abort(new DOMException('The step is over', 'AbortError'));
    },
  };
}

function sourceOf(
  runtime: Runtime,
  identity: Identity,
  options: IdentityOptions,
): CredentialProvider {
  const { base, roles } = identity;
  if (base.source !== 'oidc') return fromKeys(base, roles, options);
  const { audience, providerId } = base;
  const provider = { providerId, idToken: () => maskedToken(runtime, audience) };
  return fromWebIdentity(provider, roles, options);
}

/** GitHub's own toolkit would wait for 3 minutes. */
const ID_TOKEN_LIMIT_MS = 15_000;

async function maskedToken({ clock, core, env }: Runtime, audience: string): Promise<string> {
  const getIDToken = (wanted?: string) =>
    abortable(core.getIDToken(wanted), clock.timeout(ID_TOKEN_LIMIT_MS));
  const token = await requestIdToken({ getIDToken }, env, audience).catch((error: unknown) => {
    throw error instanceof IdTokenError && error.isRetryable ? unsent(error) : error;
  });
  createMask(core)(token);
  return token;
}

/** Without a token STS was not asked: so it may be tried again like any call that was not sent. */
function unsent(cause: IdTokenError): UnreachableError {
  const call = { service: 'sts', action: 'AssumeRoleWithWebIdentity' };
  return new UnreachableError({ ...call, message: cause.message, cause });
}
