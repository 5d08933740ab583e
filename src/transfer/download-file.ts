import type { Readable } from 'node:stream';
import { AmbiguousResponseError, systemCode } from '../tencent/api-errors.ts';
import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import { discardBody } from '../tencent/cos/cos-response.ts';
import type { RetryOptions } from '../tencent/retry.ts';
import { retry, withoutRetry } from '../tencent/retry.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import {
  createPartialFile,
  sha256AndCrc64Digests,
  sha256Digest,
  toHexSha256,
} from './partial-file.ts';
import { openEncodedBody } from './encoded-body.ts';
import type { Content, Opened, Source } from './download-source.ts';
import { continues, describeContent } from './download-source.ts';
import type { PartialFile } from './partial-file.ts';
import { assertSameCrc64, DigestMismatchError, IntegrityError } from './transfer-errors.ts';
import type { OnProgress } from './transfer-context.ts';

export interface DownloadOptions extends RetryOptions {
  readonly source: Source;
  /** The file's path, as resolveTargetPath gives it. */
  readonly target: string;
  /** In hex or base64. */
  readonly expectedSha256?: string | undefined;
  /** `error` (the default): the file is not kept; `warn`: it is, and the result says so. */
  readonly onMismatch?: 'error' | 'warn';
  readonly onProgress?: OnProgress;
}

export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  /** In hex, lower case. */
  readonly sha256: string;
  /** Whether the SHA-256 is the expected one; `undefined` if none was expected. */
  readonly matches: boolean | undefined;
  /** Whether the bytes were compared with a checksum, and are the right ones. */
  readonly isVerified: boolean;
}

/**
 * Downloads a file, streamed, into a temporary file beside the target, which gets its name when it
 * is whole and verified; otherwise nothing is left and what stood there before stays. A connection
 * that is cut goes on where it was, or from the beginning where the content cannot be told apart.
 * Rejects with an ApiError, a DigestMismatchError, an IntegrityError, the system's error, or the
 * signal's reason. No error contains a query.
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

/** With `warn` a wrong SHA-256 is no proof of damage: then the CRC-64 tells. */
function isVerifiedBySha256({ expectedSha256, onMismatch }: DownloadOptions): boolean {
  return Boolean(expectedSha256) && onMismatch !== 'warn';
}

/** Bytes that were damaged on their way are fetched once more; the second time they count. */
async function receiveVerified(options: DownloadOptions, file: PartialFile): Promise<Downloaded> {
  try {
    return await receiveOnce({ ...options, onMismatch: 'error' }, file);
  } catch (error) {
    if (!(error instanceof DigestMismatchError || error instanceof IntegrityError)) throw error;
    await file.restart();
    return receiveOnce(options, file);
  }
}

async function receiveOnce(options: DownloadOptions, file: PartialFile): Promise<Downloaded> {
  const hasRightCrc64 = await receive(options, file);
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
 * Until the file is whole; the tries count anew whenever it is longer than it ever was. Resolves to
 * whether its CRC-64 was compared.
 */
async function receive(options: DownloadOptions, file: PartialFile): Promise<boolean> {
  let content: Content | undefined;
  let longest = 0;
  const readRest = async () => {
    const opened = await withoutRetry(openRest(options.source, file, content));
    content = describeContent(opened);
    assertIdentifiable(options, opened, content);
    const crc64 = await readBody(options, file, opened.body, content);
    return { ours: crc64, answered: content.crc64 };
  };
  const madeProgress = () => {
    const isLonger = file.bytes() > longest;
    longest = Math.max(longest, file.bytes());
    return isLonger;
  };
  const { ours, answered } = await retry(options, 'read', readRest, madeProgress);
  assertSameCrc64(options.source.name, ours, answered);
  return ours !== '' && answered !== '';
}

/**
 * A page of whatever stands in between may come with 200 as well. Storage gives a file a tag, a date
 * or a checksum; if none of them came and no SHA-256 is expected, nothing tells that it is ours.
 * Nor does anything tell that a body is whole which ends when the connection does.
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

/** The rest of what was begun; all of it if there is no telling whether it is still the same. */
async function openRest(
  source: Source,
  file: PartialFile,
  content: Content | undefined,
): Promise<Opened> {
  const from = file.bytes();
  // Of an encoded body nobody knows where in it the file ends.
  if (content?.validator && content.codings.length === 0 && from > 0) {
    const headers = { range: `bytes=${from}-`, 'if-range': content.validator };
    const opened = await source.open(headers).catch(ignoreOutOfRange);
    if (opened && continues(content, from, opened)) return opened;
    if (opened?.status === 200) return restart(file, opened);
    if (opened) discardBody(opened.body);
  }
  return restart(file, await source.open({}));
}

async function restart(file: PartialFile, opened: Opened): Promise<Opened> {
  await file.restart();
  return opened;
}

/** The object is shorter than it was: another one. */
function ignoreOutOfRange(error: unknown): undefined {
  if (getHttpStatus(error) !== 416) throw error;
}

/** Appends the body to the file; resolves to the CRC-64 of what came, '' if it is not made. */
async function readBody(
  options: DownloadOptions,
  file: PartialFile,
  body: Readable,
  content: Content,
): Promise<string> {
  const { total } = content;
  if (content.codings.length > 0) return readEncodedBody(options, file, body, content);
  for await (const chunk of readChunks(body, options)) {
    await file.append(chunk);
    detachBuffer(chunk);
    options.onProgress?.({ bytes: file.bytes(), total });
  }
  assertWhole(options.source, file.bytes(), total);
  return file.digests().crc64();
}

async function readEncodedBody(
  options: DownloadOptions,
  file: PartialFile,
  body: Readable,
  { codings, total }: Content,
): Promise<string> {
  const { decoded, received } = openEncodedBody(body, codings);
  for await (const chunk of readChunks(decoded, options)) {
    await file.append(chunk);
    options.onProgress?.({ bytes: file.bytes(), total: undefined });
  }
  assertWhole(options.source, received().bytes, total);
  return received().crc64;
}

function assertWhole(source: Source, bytes: number, total: number | undefined): void {
  if (total === undefined || bytes === total) return;
  throw createCutError(message('files.download-short', { name: source.name, bytes, total }));
}

/** What zlib says of bytes that are none of its own; a body that is cut is "unexpected end of file". */
const DAMAGED = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_\w+|ZSTD_\w+)$/;

/** The body, its failures told from those of the disk. */
async function* readChunks(body: Readable, { signal, source }: DownloadOptions) {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    signal.throwIfAborted();
    const { name } = source;
    const code = systemCode(cause);
    if (DAMAGED.test(code)) throw new IntegrityError(message('files.download-damaged', { name }));
    const text =
      code === ''
        ? message('files.download-cut', { name })
        : message('files.download-cut-by', { name, code });
    throw createCutError(text, cause);
  }
}

function createCutError(text: Text, cause?: unknown): AmbiguousResponseError {
  return new AmbiguousResponseError({ service: 'download', action: 'GET', message: text, cause });
}

/**
 * Gives the memory of a chunk back at once, if nothing else is in it: a download would otherwise
 * pile up some 64 MiB until the next garbage collection. The chunk is empty then.
 */
export function detachBuffer(chunk: Uint8Array): void {
  const memory: Partial<Transferable> & { readonly byteLength: number } = chunk.buffer;
  if (chunk.byteLength === memory.byteLength) memory.transfer?.(0);
}

/** ES2024: Node has it from version 21 on. */
interface Transferable {
  transfer(newLength: number): unknown;
}
