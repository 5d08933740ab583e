import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { officialSignature } from '../../../simulator/gateway/official-signature.ts';
import { DEMO_CREDENTIALS, manualClock, startSimulator } from '../../../simulator/index.ts';
import type { Simulator } from '../../../simulator/index.ts';
import { call, outcome, post, signRequest } from '../support/signed-calls.ts';
import type { RequestOptions } from '../support/signed-calls.ts';

const TEMPORARY = { secretId: 'AKIDtemporaryEXAMPLE', secretKey: 'key', token: 'session-token' };
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const SECONDS = NOW / 1000;
const read: RequestOptions = {
  action: 'DescribeApplicationInfo',
  parameters: { ApplicationId: 'app-shop0001' },
};

let simulator: Simulator;

beforeAll(async () => {
  const credentials = [DEMO_CREDENTIALS, TEMPORARY];
  simulator = await startSimulator({ clock: manualClock(NOW), credentials });
});

afterAll(async () => {
  await simulator.close();
});

describe('a signed request', () => {
  const wrongKey = { ...DEMO_CREDENTIALS, secretKey: 'wrong' };
  const unknownId = { ...DEMO_CREDENTIALS, secretId: 'AKIDunknown' };
  const invalid = 'AuthFailure.InvalidAuthorization';
  it.each<[string, string, Partial<RequestOptions>]>([
    ['as the official code signs it', 'ok', {}],
    ['just within the skew, behind', 'ok', { timestamp: SECONDS - 300 }],
    ['just within the skew, ahead', 'ok', { timestamp: SECONDS + 300 }],
    ['too old', 'AuthFailure.SignatureExpire', { timestamp: SECONDS - 301 }],
    ['from the future', 'AuthFailure.SignatureExpire', { timestamp: SECONDS + 301 }],
    ['with the wrong key', 'AuthFailure.SignatureFailure', { credentials: wrongKey }],
    ['with another body', 'AuthFailure.SignatureFailure', { body: '{"ApplicationId":"app-b"}' }],
    ['for another host', 'AuthFailure.SignatureFailure', { signedHost: 'tem.example.com' }],
    ['of an unknown id', 'AuthFailure.SecretIdNotFound', { credentials: unknownId }],
    ['with its token', 'ok', { credentials: TEMPORARY }],
    [
      'with another token',
      'AuthFailure.TokenFailure',
      { credentials: TEMPORARY, headers: { 'X-TC-Token': 'stale' } },
    ],
    [
      'without its token',
      'AuthFailure.TokenFailure',
      { credentials: TEMPORARY, headers: { 'X-TC-Token': null } },
    ],
    [
      "with someone else's token",
      'AuthFailure.TokenFailure',
      { headers: { 'X-TC-Token': 'session-token' } },
    ],
    ['without Authorization', invalid, { headers: { Authorization: null } }],
    ['with a malformed Authorization', invalid, { headers: { Authorization: 'Bearer x' } }],
    ['without a timestamp', 'MissingParameter', { headers: { 'X-TC-Timestamp': null } }],
    ['with a bad timestamp', 'InvalidParameterValue', { headers: { 'X-TC-Timestamp': 'now' } }],
    ['without an action', 'MissingParameter', { headers: { 'X-TC-Action': null } }],
    ['without a version', 'MissingParameter', { headers: { 'X-TC-Version': null } }],
    ['without a region', 'MissingParameter', { headers: { 'X-TC-Region': null } }],
    [
      'for another region',
      'ResourceNotFound.ServiceNotFound',
      { headers: { 'X-TC-Region': 'ap-shanghai' } },
    ],
    ['for another version', 'NoSuchVersion', { headers: { 'X-TC-Version': '2020-12-21' } }],
    ['for another action', 'InvalidAction', { headers: { 'X-TC-Action': 'DeleteApplication' } }],
    ['for another service', 'NoSuchProduct', { service: 'cvm' }],
    ['with an array as its body', 'InvalidParameter', { parameters: [] }],
    ['too large', 'RequestSizeLimitExceeded', { body: ' '.repeat(10 * 1024 * 1024 + 1) }],
  ])('%s: %s', async (_, expected, options) => {
    await expect(outcome(simulator, { ...read, ...options })).resolves.toBe(expected);
  });

  it('may sign the host with its port', async () => {
    const { host } = new URL(simulator.url);
    const request = signRequest(simulator, read);
    const authorization = request.headers.Authorization ?? '';
    const signature = officialSignature({
      host,
      contentType: 'application/json',
      body: Buffer.from(request.body),
      timestamp: SECONDS,
      service: 'tem',
      ...DEMO_CREDENTIALS,
    });
    request.headers.Authorization = authorization.replace(/[0-9a-f]{64}$/, signature);
    expect(request.headers.Authorization).not.toBe(authorization);
    const response = await post(simulator, request);
    await expect(response.json()).resolves.toHaveProperty('Response.Result');
  });

  it('is refused with HTTP 200 and the RequestId that the call has', async () => {
    const response = await post(
      simulator,
      signRequest(simulator, { ...read, credentials: wrongKey }),
    );
    expect(response.status).toBe(200);
    const { requestId, outcome: code } = simulator.calls.at(-1) ?? {};
    await expect(response.json()).resolves.toMatchObject({
      Response: { Error: { Code: code }, RequestId: requestId },
    });
  });

  it('is recorded', async () => {
    await call(simulator, { ...read, headers: { 'X-TC-Language': 'zh-CN' } });
    expect(simulator.calls.at(-1)).toStrictEqual({
      service: 'tem',
      action: 'DescribeApplicationInfo',
      parameters: { ApplicationId: 'app-shop0001' },
      region: 'ap-guangzhou',
      language: 'zh-CN',
      at: NOW,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      outcome: 'ok',
    });
  });

  it("is answered with the simulator's time", async () => {
    const response = await post(simulator, signRequest(simulator, read));
    expect(response.headers.get('Date')).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
  });

  it('must be a POST to /', async () => {
    const response = await fetch(simulator.url);
    expect(response.status).toBe(404);
  });
});

interface Vector {
  name: string;
  secretId: string;
  secretKey: string;
  timestamp: number;
  service: string;
  host: string;
  contentType: string;
  signedHeaders: string;
  method: string;
  body: string;
  signature: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors.json', import.meta.url), 'utf8'),
) as {
  tc3: Vector[];
};

describe('officialSignature', () => {
  const verifiable = vectors.tc3.filter(
    ({ method, signedHeaders }) => method === 'POST' && signedHeaders === 'content-type;host',
  );
  it.each(verifiable)('computes the vector "$name"', ({ signature, body, ...request }) => {
    expect(officialSignature({ ...request, body: Buffer.from(body) })).toBe(signature);
  });
});
