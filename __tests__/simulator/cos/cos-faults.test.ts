import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type {
  CosFaultKind,
  CosFaultRequest,
  ManualClock,
  Simulator,
} from '../../../simulator/index.ts';
import {
  beginUpload,
  BUCKET,
  cosFetch,
  cosOutcome,
  partsXml,
  sendPart,
} from '../support/cos-requests.ts';
import type { CosOptions } from '../support/cos-requests.ts';

const DIGITS = '0123456789';
const PUT: CosOptions = { method: 'PUT', key: 'new', body: DIGITS };

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock();
  const cos = { buckets: [{ name: BUCKET, objects: { object: DIGITS } }] };
  simulator = await startSimulator({ clock, cos });
});

afterEach(async () => {
  await simulator.close();
});

/** What never answers, or not without the clock. */
const SILENT: readonly CosFaultKind[] = ['hang', 'slow'];
const patience = (kind?: CosFaultKind): AbortSignal =>
  AbortSignal.timeout(kind !== undefined && SILENT.includes(kind) ? 200 : 20_000);

/** What a client sees: status and body, 'no connection', 'cut' in the body, or 'no answer'. */
async function view(options: CosOptions, kind?: CosFaultKind): Promise<string> {
  let status: number | undefined;
  try {
    const response = await cosFetch(simulator, { ...options, signal: patience(kind) });
    status = response.status;
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return 'no answer';
    return status === undefined ? 'no connection' : `${status} cut`;
  }
}

const isStored = (): boolean => simulator.cos.object(BUCKET, 'new') !== undefined;

describe('a fault of COS', () => {
  const rows: [CosFaultKind, boolean, RegExp][] = [
    ['refuse', false, /^no connection$/],
    ['reset-before', false, /^no connection$/],
    ['reset-after', true, /^no connection$/],
    ['hang', false, /^no answer$/],
    ['slow', true, /^no answer$/],
    ['http-500', false, /^500 .*<Code>InternalError</s],
    ['http-403-html', false, /^403 <html>/],
    ['http-502-html', false, /^502 <html>/],
    ['http-429', false, /^429 /],
    ['api-error', false, /^500 .*<Code>InternalError</s],
    ['api-error-after', true, /^500 .*<Code>InternalError</s],
    ['rate-limit', false, /^503 .*<Code>SlowDown</s],
    ['truncated-json', true, /^200 $/],
    ['wrong-json', true, /^200 <Unexpected\/>$/],
    ['empty-body', true, /^200 $/],
    ['expired-credentials', false, /^403 .*<Code>ExpiredToken</s],
    ['cut', false, /^no connection$/],
    ['ignore-range', true, /^200 $/],
    ['error-in-200', false, /^200 {3}\n.*<Code>InternalError</s],
    ['corrupt', true, /^200 $/],
  ];

  it.each(rows)('%s (stored: %s) of a PUT looks like %s', async (kind, stored, expected) => {
    simulator.cos.faults.inject({ kind });
    await expect(view(PUT, kind)).resolves.toMatch(expected);
    expect(isStored()).toBe(stored);
    expect(simulator.cos.requests.map(({ outcome }) => outcome)).toStrictEqual([kind]);
  });

  it.each<[CosFaultKind, RegExp]>([
    ['refuse', /^no connection$/],
    ['reset-before', /^no connection$/],
    ['reset-after', /^no connection$/],
    ['hang', /^no answer$/],
    ['slow', /^no answer$/],
    ['http-500', /^500 /],
    ['truncated-json', /^206 01$/],
    ['empty-body', /^206 $/],
    ['cut', /^206 cut$/],
    ['ignore-range', /^200 0123456789$/],
    ['corrupt', /^206 1123$/],
  ])('%s of a GET looks like %s', async (kind, expected) => {
    simulator.cos.faults.inject({ kind });
    await expect(view({ headers: { range: 'bytes=0-3' } }, kind)).resolves.toMatch(expected);
  });

  it('corrupt answers another CRC for what was put', async () => {
    simulator.cos.faults.inject({ kind: 'corrupt' });
    const crc64 = simulator.cos.object(BUCKET, 'object')?.crc64;
    const spoiled = await cosFetch(simulator, PUT);
    expect(spoiled.headers.get('x-cos-hash-crc64ecma')).not.toBe(crc64);
    const { headers } = await cosFetch(simulator, PUT);
    expect(headers.get('x-cos-hash-crc64ecma')).toBe(crc64);
  });

  it('cut sends so many bytes', async () => {
    simulator.cos.put(BUCKET, 'large', 'x'.repeat(500_000));
    simulator.cos.faults.inject({ kind: 'cut', bytes: 200_000 });
    await expect(view({ key: 'large' })).resolves.toBe('200 cut');
    expect(simulator.cos.requests[0]).toMatchObject({ outcome: 'cut', sent: 200_000 });
  });

  it('error-in-200 leaves the upload as it was', async () => {
    const uploadId = await beginUpload(simulator);
    const body = partsXml([await sendPart(simulator, uploadId, 1, 'x')]);
    const complete = { method: 'POST', query: { uploadId }, body };
    simulator.cos.faults.inject({ kind: 'error-in-200', operation: 'CompleteMultipartUpload' });
    await expect(cosOutcome(simulator, complete)).resolves.toBe('200 InternalError');
    await expect(cosOutcome(simulator, complete)).resolves.toBe('200');
  });

  it('slow answers after its virtual seconds', async () => {
    simulator.cos.faults.inject({ kind: 'slow', seconds: 60 });
    const answered = cosOutcome(simulator, {});
    while (simulator.cos.requests.length === 0) await new Promise(setImmediate);
    clock.advance(60);
    await expect(answered).resolves.toBe('200');
  });

  it.each([
    [-3600, '403 RequestTimeTooSkewed'],
    [3600, '403 AccessDenied'],
  ])('clock-skew of %d seconds: %s, and the Date header tells', async (seconds, expected) => {
    simulator.cos.faults.inject({ kind: 'clock-skew', seconds });
    await expect(cosOutcome(simulator, {})).resolves.toBe(expected);
    const { headers } = await cosFetch(simulator, {});
    const skew = Date.parse(headers.get('date') ?? '') / 1000 - clock.now() / 1000;
    expect(Math.round(skew / 60)).toBe(seconds / 60);
  });

  it('answers any code and status', async () => {
    const fault = { kind: 'api-error', code: 'Strange', status: 418 } as const;
    simulator.cos.faults.inject(fault);
    await expect(cosOutcome(simulator, {})).resolves.toBe('418 Strange');
  });

  it('is unknown', () => {
    const fault = { kind: 'earthquake' } as unknown as CosFaultRequest;
    expect(() => {
      simulator.cos.faults.inject(fault);
    }).toThrow(/"earthquake".*refuse, .*corrupt/);
  });
});

describe('a fault strikes', () => {
  const struck = '503 SlowDown';
  it.each<[string, Partial<CosFaultRequest>, string]>([
    ['everything', {}, struck],
    ['its method', { method: 'GET' }, struck],
    ['no other method', { method: 'PUT' }, '200'],
    ['its operation', { operation: 'GetObject' }, struck],
    ['no other operation', { operation: 'HeadObject' }, '200'],
    ['no part that is none', { partNumber: 1 }, '200'],
    ['only when due', { occurrence: 2 }, '200'],
    ['last: what is there', { occurrence: 'last' }, struck],
  ])('%s', async (_, fault, expected) => {
    simulator.cos.faults.inject({ kind: 'rate-limit', ...fault });
    await expect(cosOutcome(simulator, {})).resolves.toBe(expected);
  });

  it('its part', async () => {
    const uploadId = await beginUpload(simulator);
    simulator.cos.faults.inject({ kind: 'rate-limit', partNumber: 2, times: 2 });
    const part = (partNumber: string): CosOptions => {
      return { method: 'PUT', query: { partNumber, uploadId }, body: 'x' };
    };
    const seen: string[] = [];
    for (const number of ['1', '2', '2', '2']) seen.push(await cosOutcome(simulator, part(number)));
    expect(seen).toStrictEqual(['200', struck, struck, '200']);
  });

  it('nothing after clear', async () => {
    simulator.cos.faults.inject({ kind: 'rate-limit', occurrence: 'every' });
    simulator.cos.faults.clear();
    await expect(cosOutcome(simulator, {})).resolves.toBe('200');
  });
});
