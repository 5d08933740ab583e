import { CloudError } from '../errors.ts';
import { asObject, parseJson, text, texts } from '../json.ts';

/** What an ID token says of itself, for messages: none of it is secret, and none of it verified. */
export interface IdTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

/** STS refused an ID token: the refusal, and what the token said. */
export class WebIdentityError extends CloudError {
  readonly claims: IdTokenClaims;

  constructor(refusal: CloudError, idToken: string) {
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
    issuer: text(claims, 'iss'),
    audience: texts(claims, 'aud').join(', '),
    subject: text(claims, 'sub'),
  };
}
