import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import { isJsonObject, parseJson } from './json.ts';

/** A request to the API, read but not yet believed. */
export interface ApiRequest {
  action: string;
  version: string | null;
  region: string | null;
  language: string | null;
  headers: IncomingHttpHeaders;
  body: Buffer;
  parameters: Record<string, unknown>;
}

export type RequestHead = Pick<
  ApiRequest,
  'action' | 'version' | 'region' | 'language' | 'headers'
>;

// 10 MB is the cloud's limit for requests signed with TC3.
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export function readHead(message: IncomingMessage): RequestHead {
  const { headers } = message;
  return {
    action: header(headers, 'x-tc-action') ?? '',
    version: header(headers, 'x-tc-version'),
    region: header(headers, 'x-tc-region'),
    language: header(headers, 'x-tc-language'),
    headers,
  };
}

/** Null where the header is absent or blank. */
export function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === undefined || text === '' ? null : text;
}

/** The service that the credential scope names; before verification, and '' where it names none. */
export function claimedService(headers: IncomingHttpHeaders): string {
  if (header(headers, 'authorization') === 'SKIP') return 'sts';
  return (
    /Credential=[^/]*\/[^/]*\/([^/]*)\//.exec(header(headers, 'authorization') ?? '')?.[1] ?? ''
  );
}

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Throws RequestSizeLimitExceeded. */
export function checkSize(body: Buffer): void {
  if (body.length <= MAX_BODY_BYTES) return;
  throw new ApiError('RequestSizeLimitExceeded', 'The request size exceeds the upper limit.');
}

/** Empty where the body is no JSON object: checkBody tells those apart. */
export function readParameters(body: Buffer): Record<string, unknown> {
  const value = parseJson(body.toString('utf8'));
  return isJsonObject(value) ? value : {};
}

/** Throws InvalidParameter where the body is no JSON object. */
export function checkBody(body: Buffer): void {
  if (!isJsonObject(parseJson(body.toString('utf8')))) {
    throw new ApiError('InvalidParameter', 'The request body is not a JSON object.');
  }
}
