import { bytesResponse } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { cosError } from './cos-error.ts';
import type { CosError } from './cos-error.ts';

/** Element names to their content; a list repeats the element. */
export interface XmlContent {
  [name: string]: string | number | XmlContent | XmlContent[];
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export function emptyResponse(status: number, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, length: 0, body: [] };
}

export function xmlResponse(
  content: XmlContent,
  headers: Record<string, string> = {},
  status = 200,
): HttpResponse {
  const document = `<?xml version='1.0' encoding='utf-8' ?>\n${elements(content)}`;
  const contentType = { 'Content-Type': 'application/xml' };
  return bytesResponse(status, Buffer.from(document), { ...contentType, ...headers });
}

export function cosErrorResponse(
  error: CosError,
  resource: string,
  requestId: string,
): HttpResponse {
  const { code: Code, message: Message, headers, status } = error;
  const TraceId = Buffer.from(requestId).toString('base64');
  const content = { Code, Message, Resource: resource, RequestId: requestId, TraceId };
  return xmlResponse({ Error: content }, headers, status);
}

/** The text of the first element of that name. Throws MalformedXML. */
export function textOf(xml: string, name: string): string {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  if (text === undefined) throw cosError('MalformedXML');
  return text.trim().replace(/&(\w+);/g, (entity, word: string) => ENTITIES[word] ?? entity);
}

function elements(content: XmlContent): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: XmlContent[string]): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  const inner = typeof value === 'object' ? elements(value) : escape(String(value));
  return `<${name}>${inner}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
}
