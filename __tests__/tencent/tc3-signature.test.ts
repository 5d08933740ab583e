import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tc3Authorization } from '../../src/tencent/tc3-signature.ts';
import type { Signed } from './official-sign.ts';
import { officialAuthorization } from './official-sign.ts';
import { anyUnicode } from '../support/unicode.ts';

interface Vector extends Signed {
  readonly name: string;
  readonly action: string | null;
  readonly signedHeaders: string;
  readonly hashedCanonicalRequest: string;
  readonly signature: string;
}

const vectorsFile = new URL('../vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorsFile, 'utf8')) as { readonly tc3: Vector[] };

describe('the published vectors', () => {
  it.each(vectors.tc3)('$name', (vector) => {
    const { secretId, secretKey, service, timestamp, body, contentType, host, action } = vector;
    const headers = {
      'Content-Type': contentType,
      Host: host,
      ...(action === null ? {} : { 'X-TC-Action': action }),
    };
    const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
    expect(tc3Authorization({ secretId, secretKey, service, timestamp, headers, body })).toBe(
      `TC3-HMAC-SHA256 Credential=${secretId}/${date}/${service}/tc3_request, ` +
        `SignedHeaders=${vector.signedHeaders}, Signature=${vector.signature}`,
    );
  });

  it.each(vectors.tc3)('$name: the canonical request is the documented one', (vector) => {
    // The signature contains only this hash of it: the same hash means the same canonical request.
    const values: Record<string, string> = {
      'content-type': vector.contentType,
      host: vector.host,
      'x-tc-action': (vector.action ?? '').toLowerCase(),
    };
    const lines = vector.signedHeaders.split(';').map((name) => `${name}:${values[name] ?? ''}\n`);
    const bodyHash = createHash('sha256').update(vector.body).digest('hex');
    const canonical = ['POST', '/', '', lines.join(''), vector.signedHeaders, bodyHash].join('\n');
    const hash = createHash('sha256').update(canonical).digest('hex');
    expect(hash).toBe(vector.hashedCanonicalRequest);
  });
});

describe('the official SDK', () => {
  const key = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  const requests = fc.record({
    secretId: key,
    secretKey: key,
    service: label,
    host: label.map((name) => `${name}.tencentcloudapi.com`),
    contentType: fc.constantFrom('application/json', 'application/json; charset=utf-8'),
    timestamp: fc.integer({ min: 0, max: 253_402_300_799 }),
    body: fc.oneof(
      fc.json(),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      anyUnicode({ minLength: 1 }),
    ),
  });

  it('signs every request in the same way', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { host, contentType, ...rest } = request;
        const headers = { 'content-type': contentType, host };
        expect(tc3Authorization({ ...rest, headers })).toBe(officialAuthorization(request));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees at the edges of a UTC day', () => {
    const midnight = Date.UTC(2026, 0, 1) / 1000;
    for (const timestamp of [midnight - 1, midnight, midnight + 1]) {
      const request = { secretId: 'id', secretKey: 'key', service: 'tem', timestamp, body: '{}' };
      const [host, contentType] = ['tem.tencentcloudapi.com', 'application/json'];
      const headers = { host, 'content-type': contentType };
      const ours = tc3Authorization({ ...request, headers });
      expect(ours).toBe(officialAuthorization({ ...request, host, contentType }));
      expect(ours).toContain(timestamp < midnight ? '/2025-12-31/' : '/2026-01-01/');
    }
  });
});

describe('the headers', () => {
  const request = { secretId: 'i', secretKey: 'k', service: 'tem', timestamp: 1, body: '{}' };
  const sign = (headers: Record<string, string>) => tc3Authorization({ ...request, headers });

  it('may come in any order, case and spacing', () => {
    const signed = sign({
      'content-type': 'application/json',
      host: 'h.example',
      'x-tc-action': 'a',
    });
    expect(
      sign({ 'X-TC-Action': 'A', Host: ' h.example ', 'Content-Type': 'application/json' }),
    ).toBe(signed);
    expect(signed).toContain('SignedHeaders=content-type;host;x-tc-action,');
  });
});
