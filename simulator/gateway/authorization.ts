import { ApiError } from '../api-error.ts';

/** The parts of a TC3 Authorization header. */
export interface Authorization {
  secretId: string;
  date: string;
  service: string;
  signedHeaders: string;
  signature: string;
}

const SHAPE =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([a-z0-9]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Throws AuthFailure.InvalidAuthorization where the header is absent or malformed. */
export function parseAuthorization(header: string | null): Authorization {
  const match = SHAPE.exec(header ?? '');
  if (match === null) {
    throw new ApiError(
      'AuthFailure.InvalidAuthorization',
      'The Authorization header does not conform to the Tencent Cloud standard.',
    );
  }
  const [, secretId = '', date = '', service = '', signedHeaders = '', signature = ''] = match;
  return { secretId, date, service, signedHeaders, signature };
}
