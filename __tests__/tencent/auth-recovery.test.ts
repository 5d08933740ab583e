import { describe, expect, it } from '@jest/globals';
import type { CredentialProvider } from '../../src/tencent/credentials/credential-provider.ts';
import { AmbiguousResponseError, UnreachableError } from '../../src/tencent/api-errors.ts';
import type { HttpResponse } from '../../src/tencent/http.ts';
import { CHANGE, ok, raw, READ, refusal, rejection, stage, START } from './calls.ts';
import type { Stage } from './calls.ts';

const OK = ok({ Result: true, RequestId: 'r-1' });
const EXPIRED = refusal('AuthFailure.TokenFailure');
const SKEWED = refusal('AuthFailure.SignatureExpire');
const at = (ms: number): HttpResponse => ({ ...SKEWED, date: new Date(ms).toUTCString() });

const timestamps = ({ sent }: Stage) => sent.map(({ headers }) => headers['x-tc-timestamp']);
const tokens = ({ sent }: Stage) => sent.map(({ headers }) => headers['x-tc-token']);

/** Gives `token-1` until that is rejected, then `token-2`, and so on. */
function tokenSource(): CredentialProvider {
  let current = { secretId: 'id', secretKey: 'key', token: 'token-1' };
  let count = 1;
  return (rejected) => {
    if (rejected === current) current = { ...current, token: `token-${(count += 1)}` };
    return Promise.resolve(current);
  };
}

describe('a wrong clock', () => {
  it.each([READ, CHANGE])('is set by the Date of the answer: $action', async (which) => {
    const server = START + 600_000;
    const told = stage([at(server), OK]);
    await told.call(which);
    await told.call(which);
    const seconds = Math.floor(server / 1000);
    expect(timestamps(told)).toEqual([START / 1000 - 0.25, seconds, seconds].map(String));
    expect(told.clock.slept).toEqual([]);
  });

  it('is set once a call', async () => {
    const told = stage([at(START + 600_000)]);
    await expect(told.call(CHANGE)).rejects.toMatchObject({ code: 'AuthFailure.SignatureExpire' });
    expect(told.sent).toHaveLength(2);
  });

  it.each([undefined, 'no date'])('stays where the answer says %j', async (date) => {
    const told = stage([{ ...SKEWED, ...(date ? { date } : {}) }]);
    await expect(told.call(READ)).rejects.toMatchObject({ code: 'AuthFailure.SignatureExpire' });
    expect(told.sent).toHaveLength(1);
  });
});

describe('a refused token', () => {
  it.each([READ, CHANGE])('is renewed once, and the call made again: $action', async (which) => {
    const told = stage([EXPIRED, OK], { credentials: tokenSource() });
    await told.call(which);
    expect(tokens(told)).toEqual(['token-1', 'token-2']);
    expect(told.clock.slept).toEqual([]);
  });

  it('is final where the next one is refused as well', async () => {
    const told = stage([EXPIRED], { credentials: tokenSource() });
    await expect(told.call(READ)).rejects.toMatchObject({ code: 'AuthFailure.TokenFailure' });
    expect(tokens(told)).toEqual(['token-1', 'token-2']);
  });

  it('is renewed besides a clock that is set, neither of which counts as a try', async () => {
    const cuts = Array.from({ length: 4 }, () => raw('', 502));
    const told = stage([at(START + 400_000), EXPIRED, ...cuts, OK], { credentials: tokenSource() });
    await told.call(READ);
    expect(tokens(told)).toEqual(['token-1', 'token-1', ...Array<string>(5).fill('token-2')]);
    expect(told.clock.slept).toHaveLength(4);
  });

  it('is final where the next credentials are the same', async () => {
    const credentials = () => Promise.resolve({ secretId: 'id', secretKey: 'key', token: 'token' });
    const told = stage([EXPIRED], { credentials });
    await expect(told.call(READ)).rejects.toMatchObject({ code: 'AuthFailure.TokenFailure' });
    expect(told.sent).toHaveLength(1);
  });
});

describe('credentials that are not available', () => {
  const failing = (error: Error): Stage =>
    stage([OK], { credentials: () => Promise.reject(error) });

  it('leave the call unsent: what is unknown of theirs is not unknown of the call', async () => {
    const facts = { service: 'sts', action: 'AssumeRole', message: 'gave no answer' };
    const told = failing(new AmbiguousResponseError(facts));
    const error = await rejection(told.call(CHANGE));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject(facts);
    expect(told.sent).toEqual([]);
    expect(told.clock.slept).toEqual([]);
  });

  it('are reported as they are', async () => {
    const error = new Error('no ID token');
    expect(await rejection(failing(error).call(READ))).toBe(error);
  });

  it('are not waited for after a cancel', async () => {
    const cancel = new AbortController();
    const told = stage([OK], {
      credentials: () => new Promise(() => undefined),
      signal: cancel.signal,
    });
    const result = rejection(told.call(READ));
    cancel.abort(new Error('cancelled'));
    expect(await result).toMatchObject({ message: 'cancelled' });
  });
});

describe('a call without a signature', () => {
  const UNSIGNED = { ...READ, unsignedParameters: () => Promise.resolve({}) };

  it('says SKIP, and asks for no credentials', async () => {
    const told = stage([OK], { credentials: () => Promise.reject(new Error('not asked')) });
    await told.call(UNSIGNED);
    expect(told.sent[0]?.headers).toMatchObject({
      authorization: 'SKIP',
      host: 'tem.tencentcloudapi.com',
      'content-type': 'application/json',
    });
    expect(told.sent[0]?.headers).not.toHaveProperty('x-tc-token');
  });

  it('has no token to renew', async () => {
    const told = stage([EXPIRED]);
    await expect(told.call(UNSIGNED)).rejects.toMatchObject({ code: 'AuthFailure.TokenFailure' });
  });
});
