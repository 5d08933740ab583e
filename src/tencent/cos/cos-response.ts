import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ApiError, ApiCallName } from '../api-errors.ts';
import { ApiResponseError, AmbiguousResponseError } from '../api-errors.ts';

/** What came back, its body not yet read. */
export interface CosResponse {
  readonly action: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** The header's value; '' where it is absent. */
export function getHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(', ');
}

/** No answer of COS that is read as text is longer than this. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** The body as text, as much of it as makes sense. */
export async function readText(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_TEXT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Keeps a body that fails before anybody reads it from ending the process: whoever reads it then
 * gets the error.
 */
export function swallowStreamErrors<T extends Readable>(body: T): T {
  return body.on('error', () => undefined);
}

/** Lets go of a body that nobody reads. */
export function discardBody(body: Readable): void {
  swallowStreamErrors(body).destroy();
}

/** What an answer that is no success says: a CosError where it is COS's, otherwise unclear. */
export function readCosError(
  call: ApiCallName,
  { status, headers }: Pick<CosResponse, 'status' | 'headers'>,
  xml: string,
): ApiError {
  const bucketRegion = getHeader(headers, 'x-cos-bucket-region');
  const code = rootName(xml) === 'Error' ? elementText(xml, 'Code') : '';
  const isRedirect = status < 400 && bucketRegion !== '';
  if (!code && !isRedirect) {
    const message = `the endpoint sent HTTP status ${status}`;
    return new AmbiguousResponseError({ ...call, status, message });
  }
  const facts = {
    ...{ action: call.action, status, bucketRegion },
    // An answer to HEAD has no body: the bucket's region alone tells what is wrong.
    code: code || 'PermanentRedirect',
    message: elementText(xml, 'Message') || `the endpoint sent HTTP status ${status}`,
    requestId: elementText(xml, 'RequestId') || getHeader(headers, 'x-cos-request-id'),
    serverTime: Date.parse(getHeader(headers, 'date')),
  };
  return code === 'RequestTimeTooSkewed' ? new ClockSkewError(facts) : new CosError(facts);
}

/** An endpoint, a bucket or a key that gives no address which is safe to sign; says what is wrong. */
export class CosAddressError extends Error {
  override readonly name = 'CosAddressError';
}

interface CosErrorInfo {
  readonly action: string;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly status: number;
  /** The `x-cos-bucket-region` header, '' where there is none. */
  readonly bucketRegion: string;
  /** The `Date` header in milliseconds since 1970; NaN where there is none. */
  readonly serverTime: number;
}

/** COS answered with an error of its own (document 436/7730): `<Error><Code/><Message/>…</Error>`. */
export class CosError extends ApiResponseError {
  /** The HTTP status; 200 where an error came in the body of a success. */
  readonly status: number;
  /** Where the bucket really is, as far as COS told; ''. */
  readonly bucketRegion: string;

  constructor(facts: CosErrorInfo) {
    super({ service: 'cos', ...facts });
    this.status = facts.status;
    this.bucketRegion = facts.bucketRegion;
  }
}

/** COS refused the request because this machine's clock is wrong (RequestTimeTooSkewed). */
export class ClockSkewError extends CosError {
  /** COS's time when it answered, in milliseconds since 1970; `undefined` where it told none. */
  readonly serverTime: number | undefined;

  constructor(facts: CosErrorInfo) {
    super(facts);
    this.serverTime = Number.isNaN(facts.serverTime) ? undefined : facts.serverTime;
  }
}

/** The HTTP status that an error came with; `undefined` where it came with none. */
export function getHttpStatus(error: unknown): number | undefined {
  return error instanceof CosError || error instanceof AmbiguousResponseError
    ? error.status
    : undefined;
}

/**
 * The few things that are read of COS's XML. No parser: the answers are flat, and what cannot be
 * read reads as "nothing".
 */

/**
 * The name of the outermost element; '' where there is none. White space before it is tolerated:
 * COS sends it to keep the connection alive while it completes a multipart upload.
 */
export function rootName(xml: string): string {
  return /^(?:\s+|<\?.*?\?>|<!--.*?-->)*<([\w:.-]+)/s.exec(xml)?.[1] ?? '';
}

/** The text of the first element of that name; '' where there is none. */
export function elementText(xml: string, name: string): string {
  const content = new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}\\s*>`, 's').exec(xml)?.[1] ?? '';
  const cdata = /^\s*<!\[CDATA\[(.*?)\]\]>\s*$/s.exec(content)?.[1];
  return cdata ?? unescapeXml(content).trim();
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const isHex = /x/i.test(name);
    const codePoint = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}
