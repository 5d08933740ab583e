import type { RoleChain } from '../../identity.ts';
import { abortable } from '../abortable.ts';
import type { ClientOptions } from '../api-client.ts';
import { createClient } from '../api-client.ts';
import { ApiResponseError } from '../api-errors.ts';
import { asObject, parseJson, readText, readTexts } from '../json.ts';
import type { AssumedRole, RoleSession } from '../services/sts-api.ts';
import { createSts } from '../services/sts-api.ts';
import type {
  CredentialProvider,
  Credentials,
  ExpiringCredentials,
} from './credential-provider.ts';
import { cachedProvider, staticProvider } from './credential-provider.ts';

/** An OIDC identity provider of CAM, and a function that gets a token for it. */
export interface WebIdentity {
  /** Its name in CAM. */
  readonly providerId: string;
  /** Returns a new token. Errors are passed on unchanged; only an ApiError is retried. */
  readonly idToken: () => Promise<string>;
}

/** Options for calls to STS. `signal` ends all of them; `region` is optional. */
export type StsOptions = Omit<ClientOptions, 'credentials' | 'deadline'>;

export interface IdentityOptions extends StsOptions {
  /** Receives each set of temporary credentials before it is used. */
  readonly onCredentials: (received: ExpiringCredentials, roleArn: string) => void;
}

/**
 * Returns a provider of the last role's credentials, or of the keys themselves if there are no
 * roles.
 */
export function fromKeys(
  keys: Credentials,
  roles: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  return chainRoles(staticProvider(keys), roles, options);
}

/**
 * Returns a provider of the last role's credentials. The first role is assumed with a token of the
 * OIDC provider.
 */
export function fromWebIdentity(
  provider: WebIdentity,
  { roleArns: [first = '', ...rest], ...roles }: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  const role = { ...roles.session, roleArn: first };
  const assume = () => assumeWithToken(provider, role, options);
  return chainRoles(cacheRole(role, assume, options), { ...roles, roleArns: rest }, options);
}

function chainRoles(
  base: CredentialProvider,
  { roleArns, session, externalId }: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  return roleArns.reduce((credentials, roleArn, index) => {
    // Unknown (sts-chained-duration): whether a chained role has a shorter limit than the first.
    const isLast = index === roleArns.length - 1;
    const role = { ...session, roleArn, ...(isLast ? { externalId } : {}) };
    return cacheRole(role, () => assumeWithKeys(credentials, role, options), options);
  }, base);
}

function cacheRole(
  { roleArn, durationSeconds }: RoleSession,
  assume: () => Promise<ExpiringCredentials>,
  { onCredentials, time }: IdentityOptions,
): CredentialProvider {
  const assumeAndReport = async () => {
    const askedAt = time.now();
    const received = await assume();
    onCredentials(received, roleArn);
    const credentials = { ...received.credentials, receivedAt: time.now() };
    return { credentials, expiresAt: getEarliestExpiry(received, askedAt, durationSeconds) };
  };
  return cachedProvider(assumeAndReport, time);
}

/**
 * Returns the earliest plausible expiry: a local clock that is slow by less than the API tolerates
 * would compute it too late.
 */
function getEarliestExpiry(
  { expiresAt }: ExpiringCredentials,
  askedAt: number,
  durationSeconds: number | undefined,
): number | undefined {
  if (expiresAt === undefined || durationSeconds === undefined) return expiresAt;
  return Math.min(expiresAt, askedAt + durationSeconds * 1000);
}

async function assumeWithKeys(
  credentials: CredentialProvider,
  role: AssumedRole,
  options: IdentityOptions,
): Promise<ExpiringCredentials> {
  const { value } = await connectSts(credentials, options).assumeRole(role);
  return value;
}

/** Placeholder for unsigned calls. */
const NO_KEYS = staticProvider({ secretId: '', secretKey: '' });

async function assumeWithToken(
  { providerId, idToken }: WebIdentity,
  role: RoleSession,
  options: IdentityOptions,
): Promise<ExpiringCredentials> {
  let lastToken = '';
  const webIdentityToken = async () => (lastToken = await abortable(idToken(), options.signal));
  const sts = connectSts(NO_KEYS, options);
  try {
    return (await sts.assumeRoleWithWebIdentity({ ...role, providerId, webIdentityToken })).value;
  } catch (error) {
    throw error instanceof ApiResponseError ? new WebIdentityError(error, lastToken) : error;
  }
}

/**
 * Limit for one renewal. Several calls share it, so it cannot use the deadline of any of them.
 * Renewals begin a minute before the credentials expire, so it ends before that.
 */
const RENEWAL_TIMEOUT_MS = 45_000;
/** Lets an attempt that hangs leave time for more. */
const ATTEMPT_TIMEOUT_MS = 15_000;

/** Creates an STS client for one renewal that starts now. */
function connectSts(credentials: CredentialProvider, options: IdentityOptions) {
  const deadline = options.clock.now() + RENEWAL_TIMEOUT_MS;
  const region = getStsRegion(options.region, options.endpoint);
  const readTimeoutMs = ATTEMPT_TIMEOUT_MS;
  return createSts(createClient({ ...options, region, credentials, deadline, readTimeoutMs }));
}

/**
 * Returns the region for STS calls: the step's region, or one that serves every account of the
 * site. Roles belong to the account, not to a region.
 */
export function getStsRegion(region: string | undefined, endpoint: string): string {
  if (region) return region;
  return /(^|[./])intl\./.test(endpoint) ? 'ap-singapore' : 'ap-guangzhou';
}

/** Claims of an ID token, for messages. They are neither secret nor verified. */
export interface IdTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

/** STS rejected an ID token. Has the error and the token's claims. */
export class WebIdentityError extends ApiResponseError {
  override readonly name = 'WebIdentityError';
  readonly claims: IdTokenClaims;

  constructor(refusal: ApiResponseError, idToken: string) {
    const { service, action, code, requestId, text, serverTime } = refusal;
    super({ service, action, code, requestId, message: text, serverTime, cause: refusal });
    this.claims = readClaims(idToken);
  }
}

/** Reads the claims of a JWT (RFC 7519). Missing ones are ''. */
function readClaims(idToken: string): IdTokenClaims {
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  const claims = asObject(parseJson(payload));
  return {
    issuer: readText(claims, 'iss'),
    audience: readTexts(claims, 'aud').join(', '),
    subject: readText(claims, 'sub'),
  };
}
