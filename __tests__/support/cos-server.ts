import COS from 'cos-nodejs-sdk-v5';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { readAll, startServer } from './http-server.ts';

export const SECRET_ID = 'AKIDtest';
export const SECRET_KEY = 'test-secret-key';
export const BUCKET = 'examplebucket-1250000000';

/** How one request is answered badly. */
export interface CosFault {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut before, or after, the work is done. */
  readonly cut?: 'before' | 'after';
  /** Never answered. */
  readonly hang?: boolean;
  readonly crc64?: string;
  /** Answered at once, without waiting for the body. */
  readonly early?: boolean;
  readonly act?: () => Promise<void>;
}

export interface CosCall {
  /** `PutObject`, `UploadPart 2` and the like. */
  readonly action: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
}

export interface CosServer {
  readonly origin: string;
  readonly objects: Map<string, Buffer>;
  readonly uploads: Map<string, Map<number, Buffer>>;
  readonly calls: CosCall[];
  /** The fault for a call, if any; `bytes`: the length of its body. */
  fault: (action: string, bytes: number) => CosFault | undefined;
  /** Answers x-cos-hash-crc64ecma; computed by what the test gives. */
  crc64: ((bytes: Buffer) => string) | undefined;
  /** Session tokens that are taken, '' for none. */
  tokens: string[];
  readonly actions: () => string[];
  readonly close: () => Promise<void>;
}

export function cosErrorXml(code: string, message = `about ${code}`): string {
  return `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>${code}</Code>\n\t<Message>${message}</Message>\n\t<RequestId>req-${code}</RequestId>\n</Error>`;
}

/** As much of COS as the client uses, each signature checked with the official SDK's own code. */
export async function startCosServer(): Promise<CosServer> {
  const state: Omit<CosServer, 'origin' | 'close'> = {
    ...{ objects: new Map(), uploads: new Map(), calls: [], tokens: [''] },
    ...{ fault: () => undefined, crc64: undefined },
    actions: () => state.calls.map(({ action }) => action),
  };
  const server = await startServer((request, response) => handle(state, request, response));
  return Object.assign(state, server);
}

type State = Omit<CosServer, 'origin' | 'close'>;

async function handle(state: State, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '', 'http://cos');
  const action = actionOf(request.method ?? '', url);
  const fault = state.fault(action, Number(request.headers['content-length'] ?? 0)) ?? {};
  const record = (bytes: number) =>
    state.calls.push({
      action,
      method: request.method ?? '',
      url,
      headers: request.headers,
      bytes,
    });
  if (fault.early) {
    record(0);
    response.writeHead(fault.status ?? 500, { connection: 'close' }).end(fault.body);
    return;
  }
  const body = await readAll(request);
  record(body.length);
  await fault.act?.();
  if (fault.cut === 'before') throw new Error('cut');
  if (fault.hang) return;
  const refusal = refusalOf(state, request, url, body);
  if (refusal) {
    reply(response, 403, cosErrorXml(refusal));
    return;
  }
  if (fault.status !== undefined) {
    reply(response, fault.status, fault.body ?? '', fault.headers);
    return;
  }
  const answer = work(state, action, url, body, request);
  if (fault.cut === 'after') throw new Error('cut');
  const headers = { ...answer.headers, ...fault.headers };
  if (fault.crc64 !== undefined) headers['x-cos-hash-crc64ecma'] = fault.crc64;
  reply(response, answer.status, answer.body, headers);
}

function reply(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'x-cos-request-id': 'req-1', ...headers }).end(body);
}

function actionOf(method: string, url: URL): string {
  const { searchParams: query } = url;
  if (method === 'POST') {
    return query.has('uploads') ? 'InitiateMultipartUpload' : 'CompleteMultipartUpload';
  }
  if (method === 'PUT' && query.has('uploadId')) {
    return `UploadPart ${query.get('partNumber') ?? ''}`;
  }
  if (method === 'GET' && query.has('uploadId')) return 'ListParts';
  const names: Record<string, string> = {
    ...{ PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'AbortMultipartUpload' },
  };
  return names[method] ?? method;
}

/** Why the request is refused, as COS's code; `undefined` where it is not. */
function refusalOf({ tokens }: State, request: IncomingMessage, url: URL, body: Buffer) {
  const { headers } = request;
  if (!tokens.includes(String(headers['x-cos-security-token'] ?? ''))) return 'ExpiredToken';
  const authorization = headers.authorization ?? '';
  const field = (name: string) => new RegExp(`${name}=([^&]*)`).exec(authorization)?.[1] ?? '';
  const signed = field('q-header-list').split(';');
  const official = COS.getAuthorization({
    ...{ SecretId: SECRET_ID, SecretKey: SECRET_KEY, KeyTime: field('q-key-time') },
    Method: request.method as 'GET',
    Pathname: decodeURIComponent(url.pathname),
    Query: Object.fromEntries(url.searchParams),
    Headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
  });
  if (official !== authorization || !signed.includes('host')) return 'SignatureDoesNotMatch';
  const md5 = createHash('md5').update(body).digest('base64');
  if (body.length > 0 && (headers['content-md5'] ?? md5) !== md5) return 'BadDigest';
  return undefined;
}

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers: Record<string, string>;
}

function work(state: State, action: string, url: URL, body: Buffer, request: IncomingMessage) {
  const key = decodeURIComponent(url.pathname.slice(1));
  const uploadId = url.searchParams.get('uploadId') ?? '';
  const parts = state.uploads.get(uploadId);
  const answer = (status: number, text: string | Buffer, headers = {}): Answer => ({
    ...{ status, headers, body: text },
  });
  const hashes = (bytes: Buffer) => ({
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    ...(state.crc64 ? { 'x-cos-hash-crc64ecma': state.crc64(bytes) } : {}),
  });
  const noSuchUpload = answer(404, cosErrorXml('NoSuchUpload'));
  switch (action.replace(/ .*/, '')) {
    case 'PutObject':
      state.objects.set(key, body);
      return answer(200, '', hashes(body));
    case 'InitiateMultipartUpload': {
      const id = `upload/${state.uploads.size + 1}+&=`;
      state.uploads.set(id, new Map());
      const xml = `<InitiateMultipartUploadResult><UploadId>${id.replace('&', '&amp;')}</UploadId></InitiateMultipartUploadResult>`;
      return answer(200, xml);
    }
    case 'UploadPart':
      parts?.set(Number(url.searchParams.get('partNumber')), body);
      return parts ? answer(200, '', hashes(body)) : noSuchUpload;
    case 'ListParts':
      return parts ? answer(200, listParts(parts, url.searchParams)) : noSuchUpload;
    case 'CompleteMultipartUpload': {
      if (!parts) return noSuchUpload;
      const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)</g)].map(([, n]) =>
        Number(n),
      );
      const whole = Buffer.concat(numbers.map((number) => parts.get(number) ?? Buffer.alloc(0)));
      state.uploads.delete(uploadId);
      state.objects.set(key, whole);
      const { etag, ...headers } = hashes(whole);
      const xml = `  \n<?xml version="1.0"?><CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`;
      return answer(200, xml, headers);
    }
    case 'AbortMultipartUpload':
      return state.uploads.delete(uploadId) ? answer(204, '') : noSuchUpload;
    default:
      return read(state, key, request, answer, hashes);
  }
}

function listParts(parts: ReadonlyMap<number, Buffer>, query: URLSearchParams): string {
  const listed = [...parts]
    .sort(([a], [b]) => a - b)
    .filter(([number]) => number > Number(query.get('part-number-marker')))
    .slice(0, Number(query.get('max-parts')))
    .map(([number, bytes]) => {
      const etag = createHash('md5').update(bytes).digest('hex');
      return `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag><Size>${bytes.length}</Size></Part>`;
    });
  return `<ListPartsResult>${listed.join('')}</ListPartsResult>`;
}

function read(
  { objects }: State,
  key: string,
  request: IncomingMessage,
  answer: (status: number, text: string | Buffer, headers?: Record<string, string>) => Answer,
  hashes: (bytes: Buffer) => Record<string, string>,
): Answer {
  const object = objects.get(key);
  if (!object) return answer(404, cosErrorXml('NoSuchKey'));
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = object.subarray(start);
  const headers = { ...hashes(object), 'content-length': String(rest.length) };
  const range = `bytes ${start}-${object.length - 1}/${object.length}`;
  return start > 0
    ? answer(206, rest, { ...headers, 'content-range': range })
    : answer(200, rest, headers);
}
