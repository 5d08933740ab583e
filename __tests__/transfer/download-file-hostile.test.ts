import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { parseObjectPath } from '../../src/operations/dlc/result-source.ts';
import { OperationError } from '../../src/report/outcome.ts';
import { isLoopback } from '../../src/loopback.ts';
import { getObjectUrl, getSignedPath } from '../../src/tencent/cos/cos-address.ts';
import { CosAddressError } from '../../src/tencent/cos/cos-response.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { findPackageFile } from '../../src/transfer/package-file.ts';
import { parseDownloadUrl, stripQuery } from '../../src/transfer/download-source.ts';
import { toHexSha256 } from '../../src/transfer/partial-file.ts';
import { resolveTargetPath } from '../../src/transfer/target-path.ts';
import { hostileText } from '../support/hostile.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

/** Pieces that lead elsewhere than they seem to. */
const PIECES = [
  ...['..', '.', '/', '\\', '//', '%2e%2e', '%2f', '%00', '%', '%ff', '\u0000', '\n', '\r\n', ' '],
  ...['~', 'C:', 'CON', 'a', 'app', '.zip', '…', '応', '\ud800', '\u202e', '*', '**', '?', '['],
  ...[']', '{', '}', ',', '!(', '+(', ')', '|', '@', '#', ':', 'https:', 'http:', 'file:', 'cosn:'],
  ...[
    'localhost',
    '127.0.0.1',
    '[::1]',
    '0x7f.1',
    '2130706433',
    'h',
    '.myqcloud.com',
    'evil.example',
  ],
  ...['user:password@', '?sign=SECRET', '#SECRET', '{bucket}', '{region}', ':80', ':99999'],
];
const composed = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 8 })
  .map((parts) => parts.join(''));
const anyText = fc.oneof(composed, hostileText);

/** What was thrown; it must be one of our own errors, with words for a reader. */
function refusal(act: () => unknown, kind: abstract new (...args: never[]) => Error) {
  try {
    act();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    return error as Error;
  }
}

function isLocal(url: URL): boolean {
  return url.protocol === 'http:' && isLoopback(url);
}

function isRefusal(result: unknown): boolean {
  return result instanceof TransferError;
}

/** An absolute path below a folder, without a way up in it. */
function isWithin(path: string | Error, root: string): boolean {
  if (path instanceof Error) return false;
  return resolve(path) === path && path.startsWith(`${root}${sep}`);
}

async function outcome<T>(promise: Promise<T>): Promise<T | Error> {
  return promise.catch((error: unknown) => error as Error);
}

describe('an address of any text', () => {
  it('is fetched by https or from this machine, or is refused without its query', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), (given, location) => {
        const urls: URL[] = [];
        const refused = refusal(() => {
          const first = parseDownloadUrl(given);
          urls.push(first);
          if (location !== undefined) urls.push(parseDownloadUrl(location, first));
        }, TransferError);
        expect(String(refused)).not.toContain('SECRET');
        expect(String(refused)).not.toContain('password');
        expect(urls.filter((url) => url.protocol !== 'https:' && !isLocal(url))).toEqual([]);
        const [from, to] = urls;
        // Whoever answers from elsewhere must not lead us to a service of this machine.
        const isLedHome = to?.protocol === 'http:' && from !== undefined && !isLoopback(from);
        expect(isLedHome).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is shown without user, query and fragment', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const shown = stripQuery(given);
        const isSecret = URL.parse(given)?.search.includes('SECRET') === true;
        expect(isSecret && shown.includes('SECRET')).toBe(false);
        expect(shown.includes('password@')).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of COS leads to its own host and path, or is refused', () => {
    const label = fc.oneof(fc.constant('shop'), anyText);
    const name = fc.record({ bucket: label, region: label, key: label });
    const templates = fc.oneof(
      anyText,
      anyText.map((path) => `https://{bucket}.cos.{region}.myqcloud.com/${path}`),
      fc.constantFrom('https://{bucket}.cos.{region}.myqcloud.com', 'https://h/p/'),
    );
    fc.assert(
      fc.property(templates, name, (template, object) => {
        refusal(() => {
          const url = getObjectUrl(template, object);
          expect(url.protocol === 'https:' || isLocal(url)).toBe(true);
          expect([url.search, url.hash, url.username, url.password]).toEqual(['', '', '', '']);
          expect(getSignedPath(url)).toMatch(/^\//);
        }, CosAddressError);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a result is a bucket and a key, or is refused', () => {
    fc.assert(
      fc.property(anyText, (path) => {
        refusal(() => {
          const { bucket, key } = parseObjectPath(path);
          expect(`cosn://${bucket}/${key}`.length).toBe(path.length);
        }, OperationError);
      }),
    );
  });
});

describe('a digest of any text', () => {
  it('is never taken for another one', () => {
    fc.assert(
      fc.property(anyText, fc.uint8Array(), (given, content) => {
        const digest = createHash('sha256').update(content).digest();
        expect(toHexSha256(given)).not.toBe(digest.toString('hex'));
        const forms = [
          digest.toString('hex'),
          digest.toString('base64'),
          digest.toString('base64url'),
        ];
        for (const form of forms) {
          expect(toHexSha256(form)).toBe(digest.toString('hex'));
          expect(toHexSha256(`${form}${given}x`)).not.toBe(digest.toString('hex'));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a file of any name', () => {
  beforeEach(async () => {
    await mkdir(folder('workspace', 'app'), { recursive: true });
    await mkdir(folder('outside'));
    await writeFile(folder('workspace', 'app.zip'), 'x');
    await writeFile(folder('workspace', 'a'), 'x');
    await symlink(folder('outside'), folder('workspace', 'h'));
  });

  it('is written inside the workspace, or is refused', async () => {
    const root = folder('workspace');
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (downloadPath, name) => {
        const path = await outcome(resolveTargetPath({ downloadPath, name, roots: [root] }));
        expect(isRefusal(path) || isWithin(path, root)).toBe(true);
        expect(isWithin(path, folder('outside'))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one that is there, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (pattern) => {
        // Everything that the machine has would be a match of its own.
        fc.pre(!pattern.includes('..') && !/^[\\/!+@{(]/.test(pattern));
        const file = await outcome(findPackageFile(pattern, folder('workspace')));
        expect(isRefusal(file) || (!(file instanceof Error) && file.bytes > 0)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
