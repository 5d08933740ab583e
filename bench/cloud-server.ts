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
  if (message.method === 'GET' && message.url?.startsWith('/object')) {
    sendObject(response);
    return;
  }
  message.resume();
  await new Promise((ended) => message.once('end', ended));
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

function sendObject(response: ServerResponse): void {
  response.writeHead(200, {
    'content-length': bytes,
    etag: '"object"',
    'x-cos-hash-crc64ecma': crc64,
  });
  let left = bytes;
  const send = () => {
    while (left > 0) {
      const chunk = block.subarray(0, Math.min(left, MIB));
      left -= chunk.length;
      if (!response.write(chunk)) return response.once('drain', send);
    }
    return response.end();
  };
  send();
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
