import { createRequire } from 'node:module';
import type Sign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';

const load = createRequire(import.meta.url);
const sign = load('tencentcloud-sdk-nodejs/tencentcloud/common/sign.js') as {
  readonly default: typeof Sign;
};

export interface Signed {
  readonly secretId: string;
  readonly secretKey: string;
  readonly service: string;
  readonly host: string;
  readonly contentType: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The Authorization header as the official SDK's own code makes it, over the body's bytes. */
export function officialAuthorization({ host, contentType, body, ...request }: Signed): string {
  return sign.default.sign3({
    ...request,
    method: 'POST',
    url: `https://${host}/`,
    payload: Buffer.from(body),
    multipart: false,
    boundary: '',
    headers: { 'Content-Type': contentType },
  });
}
