import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/github/log.ts';
import {
  checkVerification,
  prepareVerification,
} from '../../../src/operations/tem/check-verify-inputs.ts';
import { recordingCore } from '../recorder.ts';

type Checked = Parameters<typeof checkVerification>[0];

const URLS = { verifyUrl: ['https://shop.example.com/health'] };
const TIMES = { timeout: 1_800_000, verifyDuration: 60_000, verifyInterval: 1_000 };
const PAUSED = { onWaiting: 'verify', verifyStages: ['paused', 'final'] } as const;

describe('the inputs of the verification', () => {
  it.each<[string, Checked, string[]]>([
    ['nothing', {}, []],
    ['times alone', TIMES, []],
    ['all that is needed', { ...PAUSED, ...URLS, ...TIMES }, []],
    ['no URL', PAUSED, ['verify-url']],
    ['no URL, and nothing to verify', { onWaiting: 'resume' }, []],
    ['a stage less', { ...PAUSED, ...URLS, verifyStages: ['final'] }, ['verify-stages']],
    ['a stage less without verify', { ...URLS, verifyStages: ['final'] }, []],
    ['neither', { onWaiting: 'verify', verifyStages: ['final'] }, ['verify-url', 'verify-stages']],
    ['nobody who waits', { ...URLS, wait: false }, ['wait']],
    ['nobody who waits, without URLs', { wait: false }, []],
    ['4 requests', { ...URLS, ...TIMES, verifyDuration: 4_999 }, ['verify-duration']],
    ['5 requests', { ...URLS, ...TIMES, verifyDuration: 5_000 }, []],
    ['4 requests without URLs', { ...TIMES, verifyDuration: 4_999 }, []],
    ['no time', { ...URLS, ...TIMES, verifyDuration: 1_800_000 }, ['verify-duration']],
    ['just enough time', { ...URLS, ...TIMES, verifyDuration: 1_799_999 }, []],
  ])('%s', (_, inputs, wrong) => {
    const issues = checkVerification(inputs);
    expect(issues.map(({ input }) => input)).toEqual(wrong);
    for (const { fix, problem } of issues) {
      expect(fix).not.toBe('');
      expect(problem).not.toBe('');
    }
  });
});

describe('before a verification', () => {
  async function prepare(inputs: Parameters<typeof prepareVerification>[1]) {
    const { core, recorded } = recordingCore();
    const masked: string[] = [];
    const mask = (secret: string) => masked.push(secret);
    await prepareVerification({ log: createLog(core), mask }, inputs);
    return { masked: masked.filter(Boolean), warnings: recorded.annotations };
  }

  it('masks the values of headers, and the token in them', async () => {
    const { masked } = await prepare({
      verifyHeaders: [
        ['Authorization', 'Bearer token-1'],
        ['X-Key', 'key-1'],
      ],
    });
    expect(new Set(masked)).toEqual(new Set(['Bearer token-1', 'token-1', 'key-1']));
  });

  it.each([
    ['as it is', 'https://user:secret-1@shop.example.com/', ['secret-1']],
    ['decoded', 'https://user:p%40ssword@{instance-ip}/', ['p%40ssword', 'p@ssword']],
    ['encoded', 'https://user:pass"word@shop.example.com/', ['pass%22word', 'pass"word']],
    ['with a stray percent sign', 'https://user:100%pass@shop.example.com/', ['100%pass']],
  ])('masks the password of a URL %s, and what is sent', async (_, url, secrets) => {
    const { masked } = await prepare({ verifyUrl: [url] });
    const password = secrets.at(-1) ?? '';
    const sent = Buffer.from(`user:${password}`).toString('base64');
    expect(new Set(masked)).toEqual(new Set([...secrets, sent]));
  });

  it('masks a user without a password, who may be a token', async () => {
    const { masked } = await prepare({ verifyUrl: ['https://token-1@shop.example.com/'] });
    expect(masked).toContain('token-1');
  });

  it('masks nothing of a URL without a password', async () => {
    expect((await prepare(URLS)).masked).toEqual([]);
  });

  it.each<[string, Parameters<typeof prepare>[0], number]>([
    ['a shared URL', { ...PAUSED, ...URLS }, 1],
    ['one of two', { ...PAUSED, verifyUrl: ['http://{instance-ip}/', ...URLS.verifyUrl] }, 1],
    ['the URL of instances', { ...PAUSED, verifyUrl: ['http://{instance-ip}/'] }, 0],
    ['a text', { ...PAUSED, ...URLS, verifyBody: 'v2' }, 0],
    ['the final stage alone', { ...URLS, onWaiting: 'resume' }, 0],
  ])('warns if nobody can tell who answers: %s', async (_, inputs, count) => {
    expect((await prepare(inputs)).warnings).toHaveLength(count);
  });
});
