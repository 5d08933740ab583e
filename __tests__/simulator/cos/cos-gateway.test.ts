import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, Simulator } from '../../../simulator/index.ts';
import { BUCKET, cosFetch, cosOutcome } from '../support/cos-requests.ts';
import type { CosOptions } from '../support/cos-requests.ts';

const REGION = 'ap-guangzhou';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const DIGITS = '0123456789';

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock(NOW);
  simulator = await startSimulator({
    clock,
    cos: {
      buckets: [{ name: BUCKET, region: REGION, objects: { object: DIGITS } }],
      minPartBytes: 4,
    },
  });
});

afterEach(async () => {
  await simulator.close();
});

const fetched = (options: CosOptions = {}): Promise<Response> => cosFetch(simulator, options);
const outcome = (options: CosOptions = {}): Promise<string> => cosOutcome(simulator, options);

describe('a refusal', () => {
  it('is XML as COS writes it', async () => {
    const response = await fetched({ key: 'a<b&c' });
    const { requestId } = simulator.cos.requests[0] ?? {};
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(response.headers.get('x-cos-request-id')).toBe(requestId);
    expect(response.headers.get('date')).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
    const xml = await response.text();
    expect(xml).toMatch(/^<\?xml version='1.0' encoding='utf-8' \?>\n<Error><Code>NoSuchKey</);
    expect(xml).toContain(`<Resource>/cos/${BUCKET}/a&lt;b&amp;c</Resource>`);
    expect(xml).toContain(`<RequestId>${requestId ?? ''}</RequestId>`);
  });
});

describe('a request', () => {
  it('is recorded', async () => {
    await outcome({ headers: { range: 'bytes=0-3' } });
    expect(simulator.cos.requests).toMatchObject([
      {
        ...{ method: 'GET', operation: 'GetObject', bucket: BUCKET, key: 'object', query: {} },
        ...{ isPresigned: false, at: NOW, outcome: 'ok', status: 206, sent: 4 },
        headers: { range: 'bytes=0-3' },
      },
    ]);
  });
});
