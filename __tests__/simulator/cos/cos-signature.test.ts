import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_CREDENTIALS, manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, Simulator, UrlForm } from '../../../simulator/index.ts';
import { BUCKET, cosOutcome } from '../support/cos-requests.ts';
import type { CosOptions } from '../support/cos-requests.ts';

const SECONDS = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
const TEMPORARY = { secretId: 'AKIDtemporaryEXAMPLE', secretKey: 'key', token: 'session-token' };
const KEY = 'folder/a (1) 版本.zip';

let clock: ManualClock;
let simulator: Simulator;

beforeAll(async () => {
  clock = manualClock(SECONDS * 1000);
  simulator = await startSimulator({
    clock,
    credentials: [DEMO_CREDENTIALS, TEMPORARY],
    cos: { buckets: [{ name: BUCKET, objects: { [KEY]: 'content' } }] },
  });
});

afterAll(async () => {
  await simulator.close();
});

describe('a signed request', () => {
  const malformed = 'q-sign-algorithm=md5&q-ak=a&q-sign-time=1;2&q-key-time=1;2&q-signature=x';
  const skewed = '403 RequestTimeTooSkewed';
  const denied = '403 AccessDenied';
  const token = { 'x-cos-security-token': 'stale' };
  it.each<[string, string, CosOptions]>([
    ['as the COS SDK signs it', '200', {}],
    ['with query parameters', '404 NoSuchUpload', { query: { uploadId: 'a b&c' } }],
    ['with the wrong key', '403 SignatureDoesNotMatch', wrongKey()],
    ['of an unknown id', '403 InvalidAccessKeyId', unknownId()],
    ['with another header', '403 SignatureDoesNotMatch', changed({ range: 'bytes=0-1' })],
    ['from the future', skewed, { keyTime: `${SECONDS + 1};${SECONDS + 9}` }],
    ['just valid', '200', { keyTime: `${SECONDS};${SECONDS}` }],
    ['too old', denied, { keyTime: `${SECONDS - 9};${SECONDS - 1}` }],
    ['with its token', '200', { credentials: TEMPORARY }],
    ['without its token', '403 InvalidAccessKeyId', { credentials: { ...TEMPORARY, token: '' } }],
    ['with another token', '403 InvalidAccessKeyId', { unsigned: token }],
    ['without a signature', denied, { unsigned: { authorization: '' } }],
    ['with a malformed one', denied, { unsigned: { authorization: malformed } }],
  ])('%s: %s', async (_, expected, options) => {
    await expect(cosOutcome(simulator, { key: KEY, ...options })).resolves.toBe(expected);
  });

  it('may not name headers that the SDK cannot verify', async () => {
    const fields = 'q-sign-algorithm=sha1&q-ak=AKIDsimulatorDemoEXAMPLE';
    const time = `${SECONDS - 1};${SECONDS + 9}`;
    const times = `q-sign-time=${time}&q-key-time=${time}`;
    const authorization = `${fields}&${times}&q-header-list=date&q-url-param-list=&q-signature=x`;
    const response = await fetch(`${simulator.url}/cos/${BUCKET}/${encodeURI(KEY)}`, {
      headers: { authorization },
    });
    await expect(response.text()).resolves.toContain('header "date"');
  });
});

function wrongKey(): CosOptions {
  return { credentials: { ...DEMO_CREDENTIALS, secretKey: 'wrong' } };
}

function unknownId(): CosOptions {
  return { credentials: { ...DEMO_CREDENTIALS, secretId: 'AKIDunknown' } };
}

/** Signed with one value, sent with another. */
function changed(headers: Record<string, string>): CosOptions {
  return { headers: { range: 'bytes=2-3' }, unsigned: headers };
}

describe('a pre-signed URL', () => {
  it('downloads until it expires', async () => {
    const url = simulator.cos.presign(BUCKET, KEY, { lifetimeSeconds: 60 });
    await expect((await fetch(url)).text()).resolves.toBe('content');
    clock.advance(61);
    expect((await fetch(url)).status).toBe(403);
  });

  it('is for its object and for reading alone', async () => {
    const url = simulator.cos.presign(BUCKET, KEY);
    expect((await fetch(url.replace('folder', 'other'))).status).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect(simulator.cos.requests.at(-1)?.outcome).toBe('SignatureDoesNotMatch');
  });

  it.each<UrlForm>(['https', 'http'])('may have the real address (%s)', async (form) => {
    const url = new URL(simulator.cos.presign(BUCKET, KEY, { form }));
    expect(url).toMatchObject({
      protocol: `${form}:`,
      hostname: `${BUCKET}.cos.ap-guangzhou.myqcloud.com`,
    });
    await expect(getWithHost(url)).resolves.toBe('content');
  });
});

/** Asks the simulator for another host's URL. */
function getWithHost({ host, pathname, search }: URL): Promise<string> {
  const { hostname, port } = new URL(simulator.url);
  const path = `${pathname}${search}`;
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve(text);
      });
    })
      .on('error', reject)
      .end();
  });
}
