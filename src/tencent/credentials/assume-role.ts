import type { RoleChain } from '../../identity.ts';
import { abortable } from '../abortable.ts';
import type { ClientOptions } from '../api-client.ts';
import { createClient } from '../api-client.ts';
import type {
  Credentials,
  CredentialProvider,
  ExpiringCredentials,
} from './credential-provider.ts';
import { staticProvider, cachedProvider } from './credential-provider.ts';
import { ApiResponseError } from '../api-errors.ts';
import type { AssumedRole, RoleSession } from '../services/sts-api.ts';
import { createSts } from '../services/sts-api.ts';
import { asObject, parseJson, readText, readTexts } from '../json.ts';

/** An OIDC identity provider of CAM, and what gets a token of it. */
export interface WebIdentity {
  /** Its name in CAM. */
  readonly providerId: string;
  /** A fresh token. What it rejects with comes out as it is; only a CallError is tried again. */
  readonly idToken: () => Promise<string>;
}

/** How STS is called; `signal` ends all of it, `region` may be left open. */
export type StsOptions = Omit<ClientOptions, 'credentials' | 'deadline'>;

export interface IdentityOptions extends StsOptions {
  /** Told of every set of credentials before anything else gets it. */
  readonly onLease: (lease: ExpiringCredentials, roleArn: string) => void;
}

/**
 * How long one renewal may go on; it is nobody's alone, so it has a limit of its own. It is over
 * before the credentials at hand expire, where it begins a minute before that.
 */
const RENEWAL_TIMEOUT_MS = 45_000;
/** So that a try that hangs leaves time for others. */
const ATTEMPT_TIMEOUT_MS = 15_000;

/** What an unsigned call is not signed with. */
const NO_KEYS = staticProvider({ secretId: '', secretKey: '' });

/** The credentials of the last of these roles; without roles, the keys themselves. */
export function fromKeys(
  keys: Credentials,
  roles: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  return assumed(staticProvider(keys), roles, options);
}

/** The credentials of the last of these roles. The first is assumed with a token of the provider. */
export function fromWebIdentity(
  provider: WebIdentity,
  { roleArns: [first = '', ...rest], ...roles }: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  const role = { ...roles.session, roleArn: first };
  const ask = () => askByToken(provider, role, options);
  return assumed(cached(role, ask, options), { ...roles, roleArns: rest }, options);
}

function assumed(
  base: CredentialProvider,
  { roleArns, session, externalId }: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  return roleArns.reduce((credentials, roleArn, index) => {
    const isLast = index === roleArns.length - 1;
    const role = { ...session, roleArn, ...(isLast ? { externalId } : {}) };
    return cached(role, () => askByRole(credentials, role, options), options);
  }, base);
}

function cached(
  { roleArn, durationSeconds }: RoleSession,
  ask: () => Promise<ExpiringCredentials>,
  { onLease, time }: IdentityOptions,
): CredentialProvider {
  const tell = async () => {
    const askedAt = time.now();
    const lease = await ask();
    onLease(lease, roleArn);
    return { ...lease, expiresAt: earliestEnd(lease, askedAt, durationSeconds) };
  };
  return cachedProvider(tell, time);
}

/** A clock of ours that is behind, by less than the cloud refuses, would see the end too late. */
function earliestEnd(
  { expiresAt }: ExpiringCredentials,
  askedAt: number,
  seconds: number | undefined,
) {
  if (expiresAt === undefined || seconds === undefined) return expiresAt;
  return Math.min(expiresAt, askedAt + seconds * 1000);
}

async function askByRole(
  credentials: CredentialProvider,
  role: AssumedRole,
  options: IdentityOptions,
): Promise<ExpiringCredentials> {
  const deadline = options.clock.now() + RENEWAL_TIMEOUT_MS;
  const { value } = await stsWith(credentials, deadline, options).assumeRole(role);
  return value;
}

async function askByToken(
  { providerId, idToken }: WebIdentity,
  role: RoleSession,
  options: IdentityOptions,
): Promise<ExpiringCredentials> {
  const deadline = options.clock.now() + RENEWAL_TIMEOUT_MS;
  let last = '';
  const webIdentityToken = async () => (last = await abortable(idToken(), options.signal));
  const sts = stsWith(NO_KEYS, deadline, options);
  try {
    return (await sts.assumeRoleWithWebIdentity({ ...role, providerId, webIdentityToken })).value;
  } catch (error) {
    throw error instanceof ApiResponseError ? new WebIdentityError(error, last) : error;
  }
}

function stsWith(credentials: CredentialProvider, deadline: number, options: IdentityOptions) {
  const region = getStsRegion(options.region, options.endpoint);
  const readLimit = ATTEMPT_TIMEOUT_MS;
  return createSts(createClient({ ...options, region, credentials, deadline, readLimit }));
}

/**
 * The region to ask STS in: the step's own, or one that serves every account of the site. A role is
 * of the account, not of a region.
 */
export function getStsRegion(region: string | undefined, endpoint: string): string {
  if (region) return region;
  return /(^|[./])intl\./.test(endpoint) ? 'ap-singapore' : 'ap-guangzhou';
}

/** What an ID token says of itself, for messages: none of it is secret, and none of it verified. */
export interface IdTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

/** STS refused an ID token: the refusal, and what the token said. */
export class WebIdentityError extends ApiResponseError {
  readonly claims: IdTokenClaims;

  constructor(refusal: ApiResponseError, idToken: string) {
    const { service, action, code, requestId, message, answeredAt } = refusal;
    super({ service, action, code, requestId, message, answeredAt, cause: refusal });
    this.claims = claimsOf(idToken);
  }
}

/** The claims of a JWT (RFC 7519); '' where it has none. */
function claimsOf(idToken: string): IdTokenClaims {
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  const claims = asObject(parseJson(payload));
  return {
    issuer: readText(claims, 'iss'),
    audience: readTexts(claims, 'aud').join(', '),
    subject: readText(claims, 'sub'),
  };
}
