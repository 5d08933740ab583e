import { header } from '../gateway/request.ts';
import { droppedBlob, memoryBlob } from './blob.ts';
import type { Blob } from './blob.ts';
import type { CosCall, CosSettings } from './call.ts';
import { DigestBuilder } from './digest.ts';
import type { Digest } from './digest.ts';
import { cosError } from './errors.ts';

const MAX_BODY_BYTES = 5 * 1024 ** 3;

export interface Received {
  blob: Blob;
  digest: Digest;
  /** With its quotes. */
  etag: string;
}

/** Reads a body as it comes, and checks its Content-MD5. Throws CosError. */
export async function receiveBody(
  { headers, body }: Pick<CosCall, 'headers' | 'body'>,
  storage: CosSettings['storage'],
): Promise<Received> {
  const wanted = readContentMd5(header(headers, 'content-md5'));
  if (Number(header(headers, 'content-length')) > MAX_BODY_BYTES) throw cosError('EntityTooLarge');
  const builder = new DigestBuilder();
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    builder.update(chunk);
    if (storage === 'memory') chunks.push(chunk);
  }
  const digest = builder.finish();
  if (wanted !== null && !wanted.equals(digest.md5)) throw cosError('BadDigest');
  const blob = storage === 'memory' ? memoryBlob(chunks) : droppedBlob(digest.size);
  return { blob, digest, etag: `"${digest.md5.toString('hex')}"` };
}

function readContentMd5(text: string | null): Buffer | null {
  if (text === null) return null;
  const md5 = Buffer.from(text, 'base64');
  if (md5.length !== 16 || md5.toString('base64') !== text) throw cosError('InvalidDigest');
  return md5;
}
