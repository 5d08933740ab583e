import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject, KeyPairKeyObjectResult } from 'node:crypto';
import { startServer } from './http-server.ts';

/** What of GitHub's OIDC service may be changed at any time. */
export interface OidcBehaviour {
  /** Answered instead of a token. */
  status?: number;
  /** Whether it gives no answer at all. */
  isHanging?: boolean;
  /** Claims that replace the usual ones. */
  claims?: Readonly<Record<string, unknown>>;
}

/** How GitHub writes the repository octo-org/shop into the subject of an ID token. */
export const SUBJECT_PREFIXES = {
  /** A repository from before 15 July 2026, or one of GitHub Enterprise Server. */
  names: 'repo:octo-org/shop',
  /** A repository that was created, renamed or transferred since, or has opted in. */
  immutable: 'repo:octo-org@123456/shop@456789',
} as const;

export type SubjectForm = keyof typeof SUBJECT_PREFIXES;

/** Stands in for GitHub's OIDC service: gives a job signed ID tokens. */
export interface OidcService {
  readonly issuer: string;
  /** The subject of a job on the branch main. */
  readonly subject: string;
  /** The subject of another job of this repository, such as `environment:production`. */
  readonly subjectOf: (job: string) => string;
  /** The public keys, as an identity provider in CAM holds them. */
  readonly keys: readonly (JsonWebKey & { kid: string })[];
  /** What the runner tells a job that may ask for ID tokens. */
  readonly environment: Readonly<Record<string, string>>;
  /** The tokens given away, in order. */
  readonly tokens: string[];
  /** The audiences asked for, in order; the refused ones as well. */
  readonly audiences: string[];
  readonly behaviour: OidcBehaviour;
  readonly close: () => Promise<void>;
}

export const ISSUER = 'https://token.actions.githubusercontent.com';
const LIFETIME_SECONDS = 300;
const KID = 'the-key';
let pair: KeyPairKeyObjectResult | undefined;
/** One pair for all services, made when it is needed: to make one takes longer than a whole step. */
const keyPair = () => (pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));

/** Tokens are issued at `now()`, in milliseconds since 1970. */
export async function startOidcService(
  now: () => number,
  form: SubjectForm = 'immutable',
): Promise<OidcService> {
  const requestToken = `request-token-${randomUUID()}`;
  const subjectOf = (job: string) => `${SUBJECT_PREFIXES[form]}:${job}`;
  const subject = subjectOf('ref:refs/heads/main');
  const [tokens, audiences]: [string[], string[]] = [[], []];
  const behaviour: OidcBehaviour = {};

  // eslint-disable-next-line @typescript-eslint/require-await
  const server = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const audience = url.searchParams.get('audience') ?? '';
    audiences.push(audience);
    if (behaviour.isHanging) return;
    const isAllowed = request.headers.authorization === `Bearer ${requestToken}`;
    const status = isAllowed ? (behaviour.status ?? 200) : 401;
    response.writeHead(status, { 'content-type': 'application/json' });
    if (status !== 200) {
      response.end(JSON.stringify({ message: `no token (${status})` }));
      return;
    }
    const iat = Math.floor(now() / 1000);
    const claims = { iss: ISSUER, aud: audience, sub: subject, jti: randomUUID(), iat, nbf: iat };
    const exp = iat + LIFETIME_SECONDS;
    const value = jwt({ ...claims, exp, ...behaviour.claims }, keyPair().privateKey);
    tokens.push(value);
    response.end(JSON.stringify({ count: value.length, value }));
  });

  return {
    ...{ issuer: ISSUER, subject, subjectOf, tokens, audiences, behaviour, close: server.close },
    get keys() {
      const key = keyPair().publicKey.export({ format: 'jwk' });
      return [{ ...key, kid: KID, alg: 'RS256', use: 'sig' }];
    },
    environment: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.origin}/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
  };
}

function jwt(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const parts = [{ alg: 'RS256', typ: 'JWT', kid: KID }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('RSA-SHA256', Buffer.from(parts.join('.')), key);
  return [...parts, signature.toString('base64url')].join('.');
}
