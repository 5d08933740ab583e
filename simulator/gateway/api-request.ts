import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import { header } from '../http-server.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** A request to the API that is not verified yet. */
export interface ApiRequest {
  action: string;
  version: string | null;
  region: string | null;
  language: string | null;
  headers: IncomingHttpHeaders;
  body: Buffer;
  parameters: Record<string, unknown>;
}

export type RequestHead = Omit<ApiRequest, 'body' | 'parameters'>;

// 10 MB is the API's limit for requests signed with TC3.
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export function readHead({ headers }: Pick<IncomingMessage, 'headers'>): RequestHead {
  return {
    action: header(headers, 'x-tc-action') ?? '',
    version: header(headers, 'x-tc-version'),
    region: header(headers, 'x-tc-region'),
    language: header(headers, 'x-tc-language'),
    headers,
  };
}

/** The service that the credential scope names, before verification; '' if it names none. */
export function claimedService(headers: IncomingHttpHeaders): string {
  const authorization = header(headers, 'authorization') ?? '';
  if (authorization === 'SKIP') return 'sts';
  return /Credential=[^/]*\/[^/]*\/([^/]*)\//.exec(authorization)?.[1] ?? '';
}

/** Throws RequestSizeLimitExceeded. */
export function checkSize(body: Buffer): void {
  if (body.length <= MAX_BODY_BYTES) return;
  throw new ApiError('RequestSizeLimitExceeded', 'The request size exceeds the upper limit.');
}

/** Returns the parameters; empty if the body is not a JSON object, which `checkBody` reports. */
export function readParameters(body: Buffer): Record<string, unknown> {
  const value = parseJson(body.toString('utf8'));
  return isJsonObject(value) ? value : {};
}

/** Throws InvalidParameter if the body is not a JSON object. */
export function checkBody(body: Buffer): void {
  if (!isJsonObject(parseJson(body.toString('utf8')))) {
    throw new ApiError('InvalidParameter', 'The request body is not a JSON object.');
  }
}
