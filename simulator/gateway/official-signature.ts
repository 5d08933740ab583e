import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type Sign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';

const SIGN_MODULE = 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';

export interface SignedRequest {
  /** As signed, with or without a port. */
  host: string;
  contentType: string;
  body: Buffer;
  /** Seconds since 1970. */
  timestamp: number;
  service: string;
  secretId: string;
  secretKey: string;
}

let sign: typeof Sign | undefined;

/** Computes the signature over content-type and host, in hex, with the official SDK's code. */
export function officialSignature(request: SignedRequest): string {
  const { host, contentType, body, ...scope } = request;
  sign ??= loadOfficialSign();
  const authorization = sign.sign3({
    ...scope,
    method: 'POST',
    url: host,
    payload: body,
    multipart: false,
    boundary: '',
    headers: { 'Content-Type': contentType },
  });
  return authorization.slice(authorization.lastIndexOf('=') + 1);
}

/**
 * sign3 reads the host from a URL and drops the port, but other clients sign the port. This class
 * keeps it.
 */
class HostWithPort {
  readonly hostname: string;
  readonly pathname = '/';
  readonly search = '';

  constructor(host: string) {
    this.hostname = host;
  }
}

/** Loads the official module unchanged, with only `url` replaced. */
function loadOfficialSign(): typeof Sign {
  const path = createRequire(import.meta.url).resolve(SIGN_MODULE);
  const load = createRequire(path);
  const requireFor = (name: string): unknown =>
    name === 'url' ? { URL: HostWithPort } : (load(name) as unknown);
  const exports: { default?: typeof Sign } = {};
  const run = compileFunction(readFileSync(path, 'utf8'), ['require', 'exports'], {
    filename: path,
  }) as (require: (name: string) => unknown, target: typeof exports) => void;
  run(requireFor, exports);
  if (exports.default === undefined) throw new Error(`${SIGN_MODULE} exports no Sign.`);
  return exports.default;
}
