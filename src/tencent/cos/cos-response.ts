import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { decodeBody, readCodings } from '../content-encoding.ts';

/** What came back, its body not yet read. */
export interface CosResponse {
  readonly action: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** The header's value, without blanks around it; '' if it is absent. */
export function getHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? '';
  return (typeof value === 'string' ? value : value.join(', ')).trim();
}

/** No response of COS that is read as text is longer than this. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** The body as text, decoded, as much of it as makes sense. */
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

/**
 * The few things that are read of COS's XML. No parser: the answers are flat, and what cannot be
 * read reads as "nothing".
 */

/**
 * The name of the outermost element; '' if there is none. White space before it is tolerated:
 * COS sends it to keep the connection alive while it completes a multipart upload.
 */
export function rootName(xml: string): string {
  return /^(?:\s+|<\?.*?\?>|<!--.*?-->)*<([\w:.-]+)/s.exec(xml)?.[1] ?? '';
}

/** The text of the first element of that name; '' if there is none. */
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
