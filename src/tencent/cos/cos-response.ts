import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { decodeBody, readCodings } from '../content-encoding.ts';

/** A response with an unread body. */
export interface CosResponse {
  readonly action: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** Returns the trimmed value of a header; '' if missing. */
export function getHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? '';
  return (typeof value === 'string' ? value : value.join(', ')).trim();
}

/** Longer than any COS response that is read as text. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Reads the decoded body as text, at most MAX_TEXT_BYTES. */
export async function readText({
  headers,
  body,
}: Pick<CosResponse, 'headers' | 'body'>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const decoded = decodeBody(body, readCodings(getHeader(headers, 'content-encoding')));
  for await (const chunk of decoded as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_TEXT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Prevents an error of an unread body from ending the process. A later reader still gets the error.
 */
export function swallowStreamErrors<T extends Readable>(body: T): T {
  return body.on('error', () => undefined);
}

/** Discards an unread body. */
export function discardBody(body: Readable): void {
  swallowStreamErrors(body).destroy();
}

/**
 * Minimal reading of COS's XML. No parser is needed: the responses are flat, and anything
 * unreadable counts as missing.
 */

/**
 * Returns the name of the root element; '' if there is none. Leading white space is allowed,
 * because COS sends it to keep the connection open while it completes a multipart upload.
 */
export function rootName(xml: string): string {
  return /^(?:\s+|<\?.*?\?>|<!--.*?-->)*<([\w:.-]+)/s.exec(xml)?.[1] ?? '';
}

/** Returns the text of the first element with this name; '' if there is none. */
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
