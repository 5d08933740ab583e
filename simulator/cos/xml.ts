import type { CosError } from './errors.ts';
import { cosError } from './errors.ts';
import type { NamedPart } from './upload.ts';

/** Element names to their content; a list is the element several times. */
export interface XmlContent {
  [name: string]: string | number | XmlContent | readonly XmlContent[];
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

export function xmlDocument(content: XmlContent): Buffer {
  return Buffer.from(`<?xml version='1.0' encoding='utf-8' ?>\n${elements(content)}`);
}

export function errorDocument(error: CosError, resource: string, requestId: string): Buffer {
  const { code: Code, message: Message } = error;
  const TraceId = Buffer.from(requestId).toString('base64');
  return xmlDocument({
    Error: { Code, Message, Resource: resource, RequestId: requestId, TraceId },
  });
}

/** The body of CompleteMultipartUpload. Throws MalformedXML. */
export function parseParts(body: string): NamedPart[] {
  if (!/<CompleteMultipartUpload[\s>]/.test(body)) throw cosError('MalformedXML');
  return [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    partNumber: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag'),
  }));
}

function textOf(xml: string, name: string): string {
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
  if (isList(value)) return value.map((each) => element(name, each)).join('');
  const inner = typeof value === 'object' ? elements(value) : escape(String(value));
  return `<${name}>${inner}</${name}>`;
}

function isList(value: XmlContent[string]): value is readonly XmlContent[] {
  return Array.isArray(value);
}

function escape(text: string): string {
  return text.replace(
    /[&<>]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign,
  );
}
