import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { formatCrc64, EMPTY_CRC64, updateCrc64 } from '../src/tencent/cos/crc64.ts';

// A server in a separate process. It answers a step's requests immediately, accepts and discards
// objects, and serves an object of `bytes` bytes, the first argument. Prints its port.

const MIB = 2 ** 20;
const bytes = Number(process.argv[2] ?? 0);
const block = Buffer.from(
  Array.from({ length: MIB }, (_, index) => (index * 2_654_435_761) >>> 24),
);
const { crc64, sha256 } = digestsOfObject();
let version = 'revision-before';

const server = createServer((message, response) => {
  void answer(message, response);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});

async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const action = message.headers['x-tc-action'];
  if (typeof action === 'string') {
    await text(message);
    const Url = `http://${message.headers.host ?? ''}/object?sign=1`;
    const Response = { RequestId: 'bench', Result: resultOf(action), Url, CodeSha256: sha256 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ Response }));
    return;
  }
  if (/^(GET|HEAD)$/.test(message.method ?? '') && message.url?.startsWith('/object')) {
    sendObject(message, response);
    return;
  }
  const stored = await storedCrc64(message).catch(() => undefined);
  // The connection was cut, so nobody gets an answer.
  if (stored === undefined) return;
  if (message.method === 'PUT') response.setHeader('x-cos-hash-crc64ecma', stored);
  response.setHeader('etag', '"0123456789abcdef0123456789abcdef"');
  response.setHeader('content-type', 'application/xml');
  response.end(xmlOf(message));
}

function resultOf(action: string): unknown {
  const host = 'https://example.com/package?sign=1';
  if (action === 'GenerateApplicationPackageDownloadUrl') return host;
  if (action === 'RollingUpdateApplicationByVersion') return (version = 'revision-ours');
  if (action === 'CreateCosToken') return TOKEN;
  if (action === 'DescribeApplicationInfo') return { ...INFO, VersionId: version };
  // The rollout of the running version is over, so a new one need not wait.
  if (action === 'DescribeDeployApplicationDetail') return { NewDeployVersion: INFO.DeployVersion };
  return {};
}

const TOKEN = {
  Bucket: 'bench-1250000000',
  Region: 'ap-guangzhou',
  TmpSecretId: 'AKIDbench',
  TmpSecretKey: 'bench',
  SessionToken: 'bench',
  FullPath: 'package.jar',
};

const INFO = { ApplicationId: 'app-bench', DeployMode: 'JAR', DeployVersion: 'v1' };

/** CRC-64s of bodies by their length and their first bytes, so that a repeated body costs nothing. */
const known = new Map<string, string>();

/** Reads a body and returns its CRC-64. Rejects if the body is not complete. */
async function storedCrc64(message: IncomingMessage): Promise<string> {
  const length = Number(message.headers['content-length'] ?? 0);
  let [key, crc, received] = ['', EMPTY_CRC64, 0];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (key === '') key = `${length} ${chunk.toString('hex', 0, 32)}`;
    received += chunk.length;
    if (!known.has(key)) crc = updateCrc64(crc, chunk);
  }
  if (received < length) throw new Error('The body is not complete.');
  const found = known.get(key) ?? formatCrc64(crc);
  known.set(key, found);
  return found;
}

/** Sends the object or, for a Range, the rest of it. */
function sendObject({ method, headers }: IncomingMessage, response: ServerResponse): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const start = Number(first ?? 0);
  const end = last ? Math.min(bytes, Number(last) + 1) : bytes;
  response.writeHead(first === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-length': end - start,
    ...(first === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${bytes}` }),
    etag: '"object"',
    'x-cos-hash-crc64ecma': crc64,
  });
  let position = start;
  const send = () => {
    while (position < end) {
      const at = position % MIB;
      const chunk = block.subarray(at, Math.min(MIB, at + end - position));
      position += chunk.length;
      if (!response.write(chunk)) return response.once('drain', send);
    }
    return response.end();
  };
  if (method === 'HEAD') response.end();
  else send();
}

function digestsOfObject() {
  const hash = createHash('sha256');
  let crc = EMPTY_CRC64;
  for (let at = 0; at < bytes; at += MIB) {
    const chunk = block.subarray(0, Math.min(MIB, bytes - at));
    crc = updateCrc64(crc, chunk);
    hash.update(chunk);
  }
  return { crc64: formatCrc64(crc), sha256: hash.digest('hex') };
}

/** Returns the parts of the XML that the clients read. */
function xmlOf({ method, url = '' }: IncomingMessage): string {
  if (method === 'POST' && url.includes('?uploads')) {
    return '<InitiateMultipartUploadResult><UploadId>bench</UploadId></InitiateMultipartUploadResult>';
  }
  if (method === 'POST') {
    return '<CompleteMultipartUploadResult><ETag>"0123456789abcdef0123456789abcdef-1"</ETag></CompleteMultipartUploadResult>';
  }
  if (method === 'GET' && /[?&]uploads/.test(url)) {
    return '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>';
  }
  return '';
}
