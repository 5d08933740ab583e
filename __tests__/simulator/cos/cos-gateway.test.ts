import { describe, expect, it } from '@jest/globals';
import { BUCKET } from '../support/cos-requests.ts';
import { NOW, useCosWorld } from '../support/cos-world.ts';

const world = useCosWorld();
const { fetched, outcome } = world;

describe('a refusal', () => {
  it('is XML as COS writes it', async () => {
    const response = await fetched({ key: 'a<b&c' });
    const { requestId } = world.simulator.cos.requests[0] ?? {};
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
    expect(world.simulator.cos.requests).toMatchObject([
      {
        ...{ method: 'GET', operation: 'GetObject', bucket: BUCKET, key: 'object', query: {} },
        ...{ at: NOW, outcome: 'ok', status: 206, sent: 4 },
        headers: { range: 'bytes=0-3' },
      },
    ]);
  });
});
