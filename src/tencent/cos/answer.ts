import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { CallError, CallName } from '../errors.ts';
import { UnclearError } from '../errors.ts';
import { ClockSkewError, CosError } from './errors.ts';
import { elementText, rootName } from './xml.ts';

/** What came back, its body not yet read. */
export interface CosAnswer {
  readonly action: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** The header's value; '' where it is absent. */
export function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(', ');
}

/** No answer of COS that is read as text is longer than this. */
const TEXT_BYTES = 1024 * 1024;

/** The body as text, as much of it as makes sense. */
export async function readText(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= TEXT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Keeps a body that fails before anybody reads it from ending the process: whoever reads it then
 * gets the error.
 */
export function held<T extends Readable>(body: T): T {
  return body.on('error', () => undefined);
}

/** Lets go of a body that nobody reads. */
export function discard(body: Readable): void {
  held(body).destroy();
}

/** What an answer that is no success says: a CosError where it is COS's, otherwise unclear. */
export function answeredError(
  call: CallName,
  { status, headers }: Pick<CosAnswer, 'status' | 'headers'>,
  xml: string,
): CallError {
  const bucketRegion = header(headers, 'x-cos-bucket-region');
  const code = rootName(xml) === 'Error' ? elementText(xml, 'Code') : '';
  const isRedirect = status < 400 && bucketRegion !== '';
  if (!code && !isRedirect) {
    const message = `the endpoint sent HTTP status ${status}`;
    return new UnclearError({ ...call, status, message });
  }
  const facts = {
    ...{ action: call.action, status, bucketRegion },
    // An answer to HEAD has no body: the bucket's region alone tells what is wrong.
    code: code || 'PermanentRedirect',
    message: elementText(xml, 'Message') || `the endpoint sent HTTP status ${status}`,
    requestId: elementText(xml, 'RequestId') || header(headers, 'x-cos-request-id'),
    serverTime: Date.parse(header(headers, 'date')),
  };
  return code === 'RequestTimeTooSkewed' ? new ClockSkewError(facts) : new CosError(facts);
}
