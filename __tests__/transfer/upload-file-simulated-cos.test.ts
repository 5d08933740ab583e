import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { cachedProvider } from '../../src/tencent/credentials/credential-provider.ts';
import { createServerClock } from '../../src/tencent/auth-recovery.ts';
import type { CosOptions } from '../../src/tencent/cos/cos-request.ts';
import { createCosSource } from '../../src/transfer/download-source.ts';
import { createUrlSource } from '../../src/transfer/url-source.ts';
import { downloadFile } from '../../src/transfer/download-file.ts';
import type { Source } from '../../src/transfer/download-source.ts';
import { UPLOAD_SIZES, uploadFile } from '../../src/transfer/upload-file.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { connections } from '../support/connections.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const getDispatcher = connections();

const BUCKET = 'deploy-1300000000';
const KEY = 'tem/应用 (1)+a&b.jar';
const OBJECT = { bucket: BUCKET, region: 'ap-shanghai', key: KEY };
const MIB = 1024 * 1024;
const SIZES = { singlePut: MIB, part: MIB, largePart: MIB, maxPut: 10 * MIB, concurrency: 3 };
/** Two parts: COS takes none that is smaller, but for the last one. */
const CONTENT = randomBytes(MIB + 17);

let simulator: Simulator;
let options: CosOptions;

beforeEach(async () => {
  const clock = virtualClock();
  simulator = await startSimulator({
    clock: clock.manual,
    cos: { buckets: [{ name: BUCKET, region: 'ap-shanghai' }] },
  });
  options = {
    ...{ dispatcher: getDispatcher(), clock, random: () => 0.5, deadline: clock.now() + 600_000 },
    signal: new AbortController().signal,
    time: createServerClock(clock),
    endpoint: `${simulator.url}/cos.{region}/{bucket}`,
    credentials: () => Promise.resolve(DEMO_CREDENTIALS),
  };
  await writeFile(folder('app.jar'), CONTENT);
});
afterEach(() => simulator.close());

function upload(cos: Partial<CosOptions> = {}) {
  const path = folder('app.jar');
  return uploadFile({ cos: { ...options, ...cos }, object: OBJECT, path, sizes: SIZES });
}

function download(source: Source) {
  return downloadFile({ ...options, source, target: folder('down') });
}

const isStored = () => simulator.cos.object(BUCKET, KEY)?.bytes.equals(CONTENT);
const isDownloaded = async () => (await readFile(folder('down'))).equals(CONTENT);

describe('an upload', () => {
  it.each([
    ['in the way of a part, twice', { kind: 'reset-before', partNumber: 1, times: 2 }],
    ['behind a part', { kind: 'reset-after', partNumber: 3 }],
    ['in the middle of a part', { kind: 'cut', partNumber: 1 }],
    ['that says SlowDown', { kind: 'rate-limit', times: 3 }],
    ['in a gateway', { kind: 'http-502-html', times: 2 }],
    ['in the body of a 200', { kind: 'error-in-200', operation: 'CompleteMultipartUpload' }],
    ['that loses the last answer', { kind: 'reset-after', operation: 'CompleteMultipartUpload' }],
    ['that forbids multipart', { kind: 'api-error', code: 'AccessDenied', times: 1 }],
  ] as const)('is whole after a fault %s', async (_, fault) => {
    simulator.cos.faults.inject(fault);
    await upload();
    expect(isStored()).toBe(true);
    expect(simulator.cos.uploads).toEqual([]);
  });

  it('goes on with fresh keys where the first ones expire', async () => {
    const operations = [
      ...(['InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'] as const),
    ];
    const ask = () => {
      const grant = { bucket: BUCKET, path: KEY, operations };
      return Promise.resolve({ credentials: simulator.cos.keys.issue(grant, 600) });
    };
    const source = cachedProvider(ask, options.clock);
    let signed = 0;
    const credentials: typeof source = async (rejected) => {
      const given = await source(rejected);
      signed += 1;
      if (signed === 3) simulator.cos.keys.expire();
      return given;
    };
    await upload({ credentials });
    expect(isStored()).toBe(true);
  });
});

describe('the sizes of an upload', () => {
  const GIB = 1024 * MIB;

  it('are those that COS accepts: documents 436/7749 and 436/7750', () => {
    const { largePart, maxPut, part, singlePut } = UPLOAD_SIZES;
    expect(maxPut).toBe(5 * GIB);
    for (const bytes of [part, largePart]) {
      expect(bytes).toBeGreaterThanOrEqual(MIB);
      expect(bytes).toBeLessThanOrEqual(5 * GIB);
    }
    expect(singlePut).toBeLessThanOrEqual(maxPut);
  });
});

describe('a download', () => {
  beforeEach(() => {
    simulator.cos.put(BUCKET, KEY, CONTENT);
  });

  const sources: readonly (readonly [string, () => Source])[] = [
    ['signed', () => createCosSource(options, OBJECT)],
    ['by a pre-signed URL', () => createUrlSource(simulator.cos.presign(BUCKET, KEY), options)],
  ];

  it.each(sources)('%s is whole after cuts', async (_, source) => {
    simulator.cos.faults.inject({ kind: 'cut', operation: 'GetObject', times: 2 });
    await download(source());
    expect(await isDownloaded()).toBe(true);
  });

  it('by a URL that has expired says so', async () => {
    const url = simulator.cos.presign(BUCKET, KEY, { lifetimeSeconds: 1 });
    await options.clock.sleep(5_000);
    await expect(download(createUrlSource(url, options))).rejects.toMatchObject({ status: 403 });
  });
});
