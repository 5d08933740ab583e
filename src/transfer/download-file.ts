import type { Readable } from 'node:stream';
import { discardBody } from '../tencent/cos/cos-response.ts';
import type { RetryOptions } from '../tencent/retry.ts';
import { retry, withoutRetry } from '../tencent/retry.ts';
import { message } from '../text/message.ts';
import {
  createPartialFile,
  sha256AndCrc64Digests,
  sha256Digest,
  toHexSha256,
} from './partial-file.ts';
import type { ContentReader } from './content-reader.ts';
import { createContentReader } from './content-reader.ts';
import { assertWhole, createCutError, createProgressCheck, readChunks } from './download-body.ts';
import { ignoreChange } from './download-ranges.ts';
import { openEncodedBody } from './encoded-body.ts';
import type { Content, Opened, Source } from './download-source.ts';
import { continues, describeContent } from './download-source.ts';
import type { PartialFile } from './partial-file.ts';
import { assertSameCrc64, DigestMismatchError, IntegrityError } from './transfer-errors.ts';
import type { OnProgress } from './transfer-context.ts';

export interface DownloadOptions extends RetryOptions {
  readonly source: Source;
  /** The file's path, from resolveTargetPath. */
  readonly target: string;
  /** In hex or base64. */
  readonly expectedSha256?: string | undefined;
  /**
   * `error` (the default) discards the file; `warn` keeps it, and the result has `matches: false`.
   */
  readonly onMismatch?: 'error' | 'warn';
  readonly onProgress?: OnProgress;
}

export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  /** In lower-case hex. */
  readonly sha256: string;
  /** Whether the SHA-256 is the expected one; `undefined` if none was expected. */
  readonly matches: boolean | undefined;
  /** Whether the bytes were successfully compared with a checksum. */
  readonly isVerified: boolean;
}

/**
 * Downloads a file as a stream to a temporary file next to the target, and renames it when it is
 * complete and verified. On failure the temporary file is removed and an existing target stays
 * unchanged. A broken connection is resumed, or the download restarts if the content cannot be
 * identified. Rejects with an ApiError, a DigestMismatchError, an IntegrityError, the system's
 * error, or the signal's reason. No error contains a URL's query.
 */
export async function downloadFile(options: DownloadOptions): Promise<Downloaded> {
  const begin = isVerifiedBySha256(options) ? sha256Digest : sha256AndCrc64Digests;
  const file = await createPartialFile(options.target, options.random, begin);
  try {
    const downloaded = await receiveVerified(options, file);
    options.signal.throwIfAborted();
    await file.keep();
    return downloaded;
  } finally {
    await file.dispose();
  }
}

/** With `warn`, a wrong SHA-256 does not prove damage, so the CRC-64 decides. */
function isVerifiedBySha256({ expectedSha256, onMismatch }: DownloadOptions): boolean {
  return Boolean(expectedSha256) && onMismatch !== 'warn';
}

/**
 * Receives the file, and once more over a single connection if the bytes were damaged. A second mismatch is
 * final.
 */
async function receiveVerified(options: DownloadOptions, file: PartialFile): Promise<Downloaded> {
  try {
    return await receiveOnce({ ...options, onMismatch: 'error' }, file, true);
  } catch (error) {
    if (!(error instanceof DigestMismatchError || error instanceof IntegrityError)) throw error;
    await file.restart();
    return receiveOnce(options, file, false);
  }
}

async function receiveOnce(
  options: DownloadOptions,
  file: PartialFile,
  mayUseRanges: boolean,
): Promise<Downloaded> {
  const hasRightCrc64 = await receive(options, file, createContentReader(options, mayUseRanges));
  const { target: path, expectedSha256: expected, onMismatch = 'error' } = options;
  const sha256 = file.digests().sha256();
  const matches = expected ? toHexSha256(expected) === sha256 : undefined;
  if (expected && matches === false && onMismatch === 'error') {
    throw new DigestMismatchError({ expected, actual: sha256 });
  }
  const isVerified = matches ?? hasRightCrc64;
  return { path, bytes: file.bytes(), sha256, matches, isVerified };
}

/**
 * Receives until the file is complete. Whenever it becomes longer than ever before, the count of
 * attempts is reset. Resolves to whether its CRC-64 was compared.
 */
async function receive(
  options: DownloadOptions,
  file: PartialFile,
  read: ContentReader,
): Promise<boolean> {
  let content: Content | undefined;
  const readRest = async () => {
    const opened = await withoutRetry(openRest(options, file, content));
    content = describeContent(opened);
    assertIdentifiable(options, opened, content);
    const crc64 = await readBody(options, file, read, opened.body, content);
    return { ours: crc64, answered: content.crc64 };
  };
  const madeProgress = createProgressCheck(file.bytes);
  const { ours, answered } = await retry(options, 'read', readRest, madeProgress);
  assertSameCrc64(options.source.name, ours, answered);
  return ours !== '' && answered !== '';
}

/**
 * Rejects a response that may be a proxy's page sent with 200. Storage sends a tag, a date or a
 * checksum with a file. Without any of them and without an expected SHA-256, the content cannot be
 * identified. A body without a known length that ends with its connection may be incomplete.
 */
function assertIdentifiable(
  { expectedSha256, source }: DownloadOptions,
  { body }: Opened,
  { crc64, tellsItsEnd, validator }: Content,
): void {
  if (crc64 || expectedSha256 || (validator && tellsItsEnd)) return;
  discardBody(body);
  const key = validator ? 'files.download-without-length' : 'files.download-without-validator';
  throw createCutError(message(key, { name: source.name }));
}

/** Opens the rest of a partial download, or all of it if the content cannot be identified. */
async function openRest(
  { signal, source }: DownloadOptions,
  file: PartialFile,
  content: Content | undefined,
): Promise<Opened> {
  const from = file.bytes();
  // An encoded body cannot be resumed, because its offsets differ from those in the file.
  if (content?.validator && content.codings.length === 0 && from > 0) {
    const headers = { range: `bytes=${from}-`, 'if-range': content.validator };
    const opened = await source.open(headers, signal).catch(ignoreChange);
    if (opened && continues(content, from, opened)) return opened;
    if (opened?.status === 200) return restart(file, opened);
    if (opened) discardBody(opened.body);
  }
  return restart(file, await source.open({}, signal));
}

async function restart(file: PartialFile, opened: Opened): Promise<Opened> {
  await file.restart();
  return opened;
}

/**
 * Appends the body to the file. Resolves to the CRC-64 of the received bytes; '' if not computed.
 */
async function readBody(
  options: DownloadOptions,
  file: PartialFile,
  read: ContentReader,
  body: Readable,
  content: Content,
): Promise<string> {
  const { total } = content;
  if (content.codings.length > 0) return readEncodedBody(options, file, body, content);
  for await (const chunk of read(body, content, file.bytes())) {
    await file.append(chunk, () => {
      detachBuffer(chunk);
    });
    options.onProgress?.({ bytes: file.bytes(), total });
  }
  assertWhole(options.source.name, file.bytes(), total);
  return file.digests().crc64();
}

async function readEncodedBody(
  options: DownloadOptions,
  file: PartialFile,
  body: Readable,
  { codings, total }: Content,
): Promise<string> {
  const { decoded, received } = openEncodedBody(body, codings);
  for await (const chunk of readChunks(decoded, options.source.name, options.signal)) {
    await file.append(chunk);
    options.onProgress?.({ bytes: file.bytes(), total: undefined });
  }
  assertWhole(options.source.name, received().bytes, total);
  return received().crc64;
}

/**
 * Releases the memory of a chunk immediately if the chunk owns it. Otherwise a download would pile
 * up about 64 MiB until the next garbage collection. The chunk is empty afterwards.
 */
export function detachBuffer(chunk: Uint8Array): void {
  const memory: Partial<Transferable> & { readonly byteLength: number } = chunk.buffer;
  if (chunk.byteLength === memory.byteLength) memory.transfer?.(0);
}

/** ES2024; available from Node 21 on. */
interface Transferable {
  transfer(newLength: number): unknown;
}
