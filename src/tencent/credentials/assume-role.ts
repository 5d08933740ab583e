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

/** An OIDC identity provider of CAM, and what gets a token of it. */
export interface WebIdentity {
  /** Its name in CAM. */
  readonly providerId: string;
  /** A fresh token. What it rejects with is passed on as it is; only an ApiError is tried again. */
  readonly idToken: () => Promise<string>;
}

/** How STS is called; `signal` ends all of it, `region` may be left open. */
export type StsOptions = Omit<ClientOptions, 'credentials' | 'deadline'>;

export interface IdentityOptions extends StsOptions {
  /** Gets every set of temporary credentials before anything else does. */
  readonly onCredentials: (received: ExpiringCredentials, roleArn: string) => void;
}

/** The credentials of the last of these roles; without roles, the keys themselves. */
export function fromKeys(
  keys: Credentials,
  roles: RoleChain,
  options: IdentityOptions,
): CredentialProvider {
  return chainRoles(staticProvider(keys), roles, options);
}

/** The credentials of the last of these roles. The first is assumed with a token of the provider. */
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

/** A clock of ours that is behind, by less than the cloud refuses, would see the end too late. */
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

/** What an unsigned call is not signed with. */
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
 * How long one renewal may go on; it is nobody's alone, so it has a limit of its own. It is over
 * before the credentials at hand expire, where it begins a minute before that.
 */
const RENEWAL_TIMEOUT_MS = 45_000;
/** So that a try that hangs leaves time for others. */
const ATTEMPT_TIMEOUT_MS = 15_000;

/** STS for one renewal, which begins now. */
function connectSts(credentials: CredentialProvider, options: IdentityOptions) {
  const deadline = options.clock.now() + RENEWAL_TIMEOUT_MS;
  const region = getStsRegion(options.region, options.endpoint);
  const readTimeoutMs = ATTEMPT_TIMEOUT_MS;
  return createSts(createClient({ ...options, region, credentials, deadline, readTimeoutMs }));
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
  override readonly name = 'WebIdentityError';
  readonly claims: IdTokenClaims;

  constructor(refusal: ApiResponseError, idToken: string) {
    const { service, action, code, requestId, text, serverTime } = refusal;
    super({ service, action, code, requestId, message: text, serverTime, cause: refusal });
    this.claims = readClaims(idToken);
  }
}

/** The claims of a JWT (RFC 7519); '' if it has none. */
function readClaims(idToken: string): IdTokenClaims {
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  const claims = asObject(parseJson(payload));
  return {
    issuer: readText(claims, 'iss'),
    audience: readTexts(claims, 'aud').join(', '),
    subject: readText(claims, 'sub'),
  };
}
