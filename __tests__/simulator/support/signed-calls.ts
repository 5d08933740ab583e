import { createRequire } from 'node:module';
import type Sign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';
import { DEMO_CREDENTIALS } from '../../../simulator/index.ts';
import type { Credentials, Simulator } from '../../../simulator/index.ts';

const { default: sign } = createRequire(import.meta.url)(
  'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js',
) as { default: typeof Sign };

export interface RequestOptions {
  action: string;
  parameters: unknown;
  credentials?: Credentials;
  service?: string;
  /** Seconds since 1970; default: the simulator's time. */
  timestamp?: number;
  /** The host that is signed; default: without the port. */
  signedHost?: string;
  /** Sent after signing; null removes a header. */
  headers?: Record<string, string | null>;
  /** Sent instead of what was signed. */
  body?: string;
}

/** What a client must know of the simulator. */
export type Target = Pick<Simulator, 'url' | 'clock'>;

export interface RawRequest {
  headers: Record<string, string>;
  body: string;
}

/** A request signed by the official code. */
export function signRequest(simulator: Target, options: RequestOptions): RawRequest {
  const { credentials = DEMO_CREDENTIALS, service = 'tem' } = options;
  const timestamp = options.timestamp ?? Math.floor(simulator.clock.now() / 1000);
  const payload = Buffer.from(JSON.stringify(options.parameters));
  const contentType = 'application/json';
  const headers: Record<string, string | null> = {
    'Content-Type': contentType,
    'X-TC-Action': options.action,
    'X-TC-Version': '2021-07-01',
    'X-TC-Timestamp': String(timestamp),
    'X-TC-Region': 'ap-guangzhou',
    'X-TC-Token': credentials.token ?? null,
    Authorization: sign.sign3({
      method: 'POST',
      url: `http://${options.signedHost ?? '127.0.0.1'}/`,
      payload,
      timestamp,
      service,
      secretId: credentials.secretId,
      secretKey: credentials.secretKey,
      multipart: false,
      boundary: '',
      headers: { 'Content-Type': contentType },
    }),
    ...options.headers,
  };
  return { headers: withoutNulls(headers), body: options.body ?? payload.toString('utf8') };
}

function withoutNulls(headers: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

export async function post(simulator: Target, request: RawRequest): Promise<Response> {
  return fetch(`${simulator.url}/`, { method: 'POST', ...request });
}

export interface Envelope {
  Response: {
    RequestId: string;
    Result?: unknown;
    Error?: { Code: string; Message: string };
  };
}

/** One signed call; gives the parsed answer. */
export async function call(simulator: Target, options: RequestOptions): Promise<Envelope> {
  const response = await post(simulator, signRequest(simulator, options));
  return (await response.json()) as Envelope;
}

/** The error code answered, or 'ok'. */
export async function outcome(simulator: Target, options: RequestOptions): Promise<string> {
  const { Response: answer } = await call(simulator, options);
  return answer.Error?.Code ?? 'ok';
}
