import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { errorFactory } from '../api-error.ts';
import type { ApiError } from '../api-error.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** The errors of STS with their documented messages. */
export const stsError = errorFactory({
  'InvalidParameter.OverTimeError': 'The expiration time exceeds the threshold.',
  'InvalidParameter.ParamError': 'Invalid parameter.',
  'InvalidParameter.WebIdentityTokenError': 'WebIdentityToken parameter error.',
  'ResourceNotFound.RoleNotFound': 'The role corresponding to the account does not exist.',
  UnauthorizedOperation: 'Unauthorized operation.',
});

/** An OIDC identity provider in CAM. */
export interface ProviderSeed {
  name: string;
  /** The `iss` of its tokens. */
  issuer: string;
  /** The `aud` that its tokens may have. */
  clientIds: string[];
  /** The public keys of its tokens, each with its `kid`. */
  keys: (JsonWebKey & { kid?: string })[];
}

export interface IdTokenClaims {
  audience: string;
  subject: string;
}

/**
 * Verifies a token of a provider: RS256, issuer, audience, lifetime. `now` is in milliseconds since
 * 1970. Throws InvalidParameter.WebIdentityTokenError.
 */
export function verifyIdToken(token: string, provider: ProviderSeed, now: number): IdTokenClaims {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const { alg, kid } = decoded(header);
  if (alg !== 'RS256' || rest.length > 0) throw refused('It is no JWT signed with RS256.');
  const isSigned = provider.keys
    .filter((key) => key.kid === undefined || key.kid === kid)
    .some((key) =>
      verify(
        'RSA-SHA256',
        Buffer.from(`${header}.${payload}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      ),
    );
  if (!isSigned) throw refused('No key of the provider has signed it.');
  return checkedClaims(decoded(payload), provider, now / 1000);
}

function checkedClaims(
  { iss, aud, sub, exp, nbf = 0 }: Record<string, unknown>,
  { issuer, clientIds }: ProviderSeed,
  seconds: number,
): IdTokenClaims {
  if (iss !== issuer) throw refused(`Its issuer is not ${issuer}.`);
  if (typeof aud !== 'string' || !clientIds.includes(aud)) {
    throw refused('Its audience is no client ID of the provider.');
  }
  if (typeof exp !== 'number' || seconds >= exp) throw refused('It has expired.');
  if (typeof nbf !== 'number' || seconds < nbf) throw refused('It is not valid yet.');
  return { audience: aud, subject: typeof sub === 'string' ? sub : '' };
}

function decoded(part: string): Record<string, unknown> {
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
  return isJsonObject(value) ? value : {};
}

function refused(why: string): ApiError {
  return stsError('InvalidParameter.WebIdentityTokenError', why);
}
