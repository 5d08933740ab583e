import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { DEMO_CREDENTIALS } from '../../../simulator/index.ts';
import type { Credentials, Simulator } from '../../../simulator/index.ts';

interface SdkStatics {
  getAuthorization(options: Record<string, unknown>): string;
}

const COS = createRequire(import.meta.url)('cos-nodejs-sdk-v5') as SdkStatics;

export const BUCKET = 'demo-1300000000';

export interface CosOptions {
  method?: string;
  /** Default: /cos/<BUCKET>/<key>. */
  path?: string;
  key?: string;
  query?: Record<string, string>;
  body?: Buffer | string;
  /** Signed and sent. */
  headers?: Record<string, string>;
  /** Sent, not signed. */
  unsigned?: Record<string, string>;
  credentials?: Credentials;
  /** Default: from a minute ago for fifteen more. */
  keyTime?: string;
  signal?: AbortSignal;
}

export interface SignedCosRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
}

export async function cosFetch(simulator: Simulator, options: CosOptions): Promise<Response> {
  const { body, signal } = options;
  const { url, ...request } = signCos(simulator, options);
  return fetch(url, {
    ...request,
    redirect: 'manual',
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
  });
}

/** A request to COS, signed by the COS SDK's code. */
export function signCos(simulator: Simulator, options: CosOptions): SignedCosRequest {
  const { method = 'GET', key = 'object', query = {}, headers = {} } = options;
  const { credentials = DEMO_CREDENTIALS, unsigned = {} } = options;
  const path = options.path ?? `/cos/${BUCKET}/${key}`;
  const { host } = new URL(simulator.url);
  const seconds = Math.floor(simulator.clock.now() / 1000);
  const authorization = COS.getAuthorization({
    SecretId: credentials.secretId,
    SecretKey: credentials.secretKey,
    Method: method,
    Pathname: path,
    Query: query,
    Headers: { host, ...headers },
    KeyTime: options.keyTime ?? `${seconds - 60};${seconds + 900}`,
  });
  const pairs = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
  const search = pairs.join('&');
  const url = `${simulator.url}${path.split('/').map(encodeURIComponent).join('/')}`;
  const token = credentials.token === undefined ? {} : tokenHeader(credentials.token);
  return {
    url: `${url}${search === '' ? '' : `?${search}`}`,
    method,
    headers: { authorization, ...token, ...headers, ...unsigned },
  };
}

function tokenHeader(token: string): Record<string, string> {
  return { 'x-cos-security-token': token };
}

/** "200", or the status and the error's code. */
export async function cosOutcome(simulator: Simulator, options: CosOptions): Promise<string> {
  const response = await cosFetch(simulator, options);
  const [, code] = /<Code>(.*)<\/Code>/.exec(await response.text()) ?? [];
  return code === undefined ? String(response.status) : `${response.status} ${code}`;
}

export function md5(bytes: Buffer | string): string {
  return createHash('md5').update(bytes).digest('base64');
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface Part {
  partNumber: number;
  etag: string;
}

export async function beginUpload(simulator: Simulator, options: CosOptions = {}): Promise<string> {
  const query = { uploads: '' };
  const response = await cosFetch(simulator, { ...options, method: 'POST', query });
  return /<UploadId>(.*)<\/UploadId>/.exec(await response.text())?.[1] ?? '';
}

export async function sendPart(
  simulator: Simulator,
  uploadId: string,
  partNumber: number,
  body: Buffer | string,
): Promise<Part> {
  const query = { partNumber: String(partNumber), uploadId };
  const response = await cosFetch(simulator, { method: 'PUT', query, body });
  return { partNumber, etag: response.headers.get('etag') ?? '' };
}

export function partsXml(parts: readonly Part[]): string {
  const inner = parts.map(({ partNumber, etag }) => {
    const quoted = etag.replaceAll('"', '&quot;');
    return `<Part><PartNumber>${partNumber}</PartNumber><ETag>${quoted}</ETag></Part>`;
  });
  return `<CompleteMultipartUpload>${inner.join('')}</CompleteMultipartUpload>`;
}
