import { idToken, IdTokenError } from '../github/id-token.ts';
import type { Identity } from '../github/read-identity.ts';
import { roleName, validity } from '../github/read-identity.ts';
import type { Log } from '../github/log.ts';
import { maskCredentials } from '../github/credentials.ts';
import { createMask } from '../github/mask.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import type { CommonInputs } from './operation-context.ts';
import { abortable } from '../tencent/abortable.ts';
import type { RetryReport } from '../tencent/api-client.ts';
import type { CloudTime } from '../tencent/clock-skew.ts';
import { cloudTime } from '../tencent/clock-skew.ts';
import type { CredentialsSource, Lease } from '../tencent/credentials/credential-provider.ts';
import { UnreachableError } from '../tencent/api-errors.ts';
import type { IdentityOptions } from '../tencent/credentials/assume-role.ts';
import { keysIdentity, webIdentity } from '../tencent/credentials/assume-role.ts';
import type { World } from './runtime.ts';

/** Who the step is to the cloud, for as long as it runs. */
export interface ConnectedIdentity {
  readonly credentials: CredentialsSource;
  readonly time: CloudTime;
  readonly onRetry: (report: RetryReport) => void;
  /** Gets the first credentials; when they expire (ms since 1970), where they do. */
  readonly connect: (signal: AbortSignal) => Promise<number | undefined>;
  /** Ends renewals that nobody waits for any more. */
  readonly close: () => void;
}

/** Connects the identity that the inputs ask for to the world. */
export function connectIdentity(
  world: World,
  log: Log,
  { inputs, identity }: ReadInputs<string>,
): ConnectedIdentity {
  const { clock, core, post, random } = world;
  const { endpoint, language, region } = inputs as unknown as CommonInputs;
  const time = cloudTime(clock);
  const closing = new AbortController();
  let expiresAt: number | undefined;

  const onRetry = ({ error, pauseMs }: RetryReport) => {
    log.debug(`${error.action} failed (${error.message}), once more in ${pauseMs} ms`);
  };
  const onLease = (lease: Lease, roleArn: string) => {
    maskCredentials(core, lease.credentials);
    expiresAt = lease.expiresAt;
    log.debug(`role ${roleName(roleArn)} assumed${validity(lease.expiresAt)}`);
  };
  const connection = { endpoint, language, region, clock, time, post, random, onRetry };
  const options = { ...connection, signal: closing.signal, onLease };
  const credentials = sourceOf(world, identity, options);
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

function sourceOf(world: World, identity: Identity, options: IdentityOptions): CredentialsSource {
  const { base, roles } = identity;
  if (base.source !== 'oidc') return keysIdentity(base, roles, options);
  const { audience, providerId } = base;
  const provider = { providerId, idToken: () => maskedToken(world, audience) };
  return webIdentity(provider, roles, options);
}

/** GitHub's own toolkit would wait for 3 minutes. */
const ID_TOKEN_LIMIT_MS = 15_000;

async function maskedToken({ clock, core, env }: World, audience: string): Promise<string> {
  const getIDToken = (wanted?: string) =>
    abortable(core.getIDToken(wanted), clock.timeout(ID_TOKEN_LIMIT_MS));
  const token = await idToken({ getIDToken }, env, audience).catch((error: unknown) => {
    throw error instanceof IdTokenError && error.mayPass ? unsent(error) : error;
  });
  createMask(core)(token);
  return token;
}

/** Without a token STS was not asked: so it may be tried again like any call that was not sent. */
function unsent(cause: IdTokenError): UnreachableError {
  const call = { service: 'sts', action: 'AssumeRoleWithWebIdentity' };
  return new UnreachableError({ ...call, message: cause.message, cause });
}
