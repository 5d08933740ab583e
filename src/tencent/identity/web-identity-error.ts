import { CloudError } from '../errors.ts';
import { asObject, text, texts } from '../json.ts';

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
  const payload = asObject(parsed(idToken.split('.')[1] ?? ''));
  return {
    issuer: text(payload, 'iss'),
    audience: texts(payload, 'aud').join(', '),
    subject: text(payload, 'sub'),
  };
}

function parsed(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
