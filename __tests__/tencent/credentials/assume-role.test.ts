import { describe, expect, it } from '@jest/globals';
import { createServerClock } from '../../../src/tencent/auth-recovery.ts';
import { UnreachableError } from '../../../src/tencent/api-errors.ts';
import type { IdentityOptions } from '../../../src/tencent/credentials/assume-role.ts';
import {
  fromKeys,
  fromWebIdentity,
  getStsRegion,
} from '../../../src/tencent/credentials/assume-role.ts';
import { ok, raw, refusal, rejection, START, systemError, settle, steppedClock } from '../calls.ts';
import type { Sent } from './sts.ts';
import { KEYS, LIFETIME_MS, openSts, provider, session } from './sts.ts';

const signer = ({ headers }: Sent) => /Credential=([^/]*)/.exec(headers.authorization ?? '')?.[1];

describe('keys', () => {
  it('serve as they are where there is no role', async () => {
    const { options, sent } = openSts();
    const source = fromKeys(KEYS, { roleArns: [], session }, options);
    expect(await source()).toBe(KEYS);
    expect(await source(KEYS)).toBe(KEYS);
    expect(sent).toEqual([]);
  });

  it('begin a chain; the external ID goes with the last role', async () => {
    const { received, options, sent } = openSts();
    const roles = { roleArns: ['one', 'two', 'three'], session, externalId: 'octo' };
    const { secretId } = await fromKeys(KEYS, roles, options)();
    expect(secretId).toBe('role-3');
    expect(sent.map(signer)).toEqual(['AKIDbase', 'role-1', 'role-2']);
    expect(sent.map(({ body }) => [body.RoleArn, body.ExternalId])).toEqual([
      ['one', undefined],
      ['two', undefined],
      ['three', 'octo'],
    ]);
    expect(received.map(({ roleArn }) => roleArn)).toEqual(['one', 'two', 'three']);
  });

  it('of a chain are renewed link by link, only where it is due', async () => {
    const { clock, options, sent } = openSts();
    const source = fromKeys(KEYS, { roleArns: ['one', 'two'], session }, options);
    await source();
    await clock.sleep(LIFETIME_MS - 30_000);
    await Promise.all([source(), source(), source()]);
    expect(sent.map(({ body }) => body.RoleArn)).toEqual(['one', 'two', 'one', 'two']);
  });

  it.each([
    ['STS tells no end', { ExpiredTime: null, Expiration: null }, session],
    ['no length was asked for', {}, { roleSessionName: 'me' }],
    ['both are known', {}, session],
  ])('of a role are kept while they last where %s', async (_, told, asked) => {
    const { clock, options, sent } = openSts();
    const role = { TmpSecretId: 'role', TmpSecretKey: 'key', Token: 'token' };
    const ExpiredTime = (clock.now() + LIFETIME_MS) / 1000;
    const post: IdentityOptions['post'] = (call) => {
      void options.post(call);
      return Promise.resolve(ok({ Credentials: role, ExpiredTime, ...told }));
    };
    const roles = { roleArns: ['one'], session: asked };
    const source = fromKeys(KEYS, roles, { ...options, post });
    await source();
    await clock.sleep(LIFETIME_MS / 2);
    await source();
    expect(sent).toHaveLength(1);
  });

  it('of a role are renewed in time though the clock is 4 minutes behind', async () => {
    const { clock, options, sent } = openSts();
    const time = createServerClock(clock);
    time.set(clock.now() - 240_000);
    const source = fromKeys(KEYS, { roleArns: ['one'], session }, { ...options, time });
    await source();
    await clock.sleep(LIFETIME_MS - 30_000);
    expect((await source()).secretId).toBe('role-2');
    expect(sent).toHaveLength(2);
  });

  it('of the first role are renewed where the second one finds them expired', async () => {
    const { options, sent } = openSts();
    const source = fromKeys(KEYS, { roleArns: ['one', 'two'], session }, options);
    const first = await source();
    const original = options.post;
    let isRefused = false;
    Object.assign(options, {
      post: (...given: Parameters<typeof original>) => {
        const isSecond = given[0].body.includes('two');
        if (!isSecond || isRefused) return original(...given);
        isRefused = true;
        return Promise.resolve(refusal('AuthFailure.TokenFailure'));
      },
    });
    await expect(source(first)).resolves.not.toBe(first);
    expect(sent.map(({ body }) => body.RoleArn)).toEqual(['one', 'two', 'one', 'two']);
  });

  it('are not asked for for ever where STS limits the rate', async () => {
    const replies = Array.from({ length: 500 }, () => refusal('RequestLimitExceeded'));
    const { clock, options } = openSts(replies);
    const source = fromKeys(KEYS, { roleArns: ['one'], session }, options);
    await expect(source()).rejects.toMatchObject({ code: 'RequestLimitExceeded' });
    expect(clock.now() - START).toBeLessThanOrEqual(60_000);
  });
});

describe('an ID token', () => {
  it('begins a chain', async () => {
    const { options, sent } = openSts();
    const roles = { roleArns: ['one', 'two'], session, externalId: 'octo' };
    await fromWebIdentity(provider(), roles, options)();
    expect(sent.map(({ headers }) => headers['x-tc-action'])).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRole',
    ]);
    expect(sent[0]?.body).toEqual({
      ProviderId: 'github',
      WebIdentityToken: 'jwt-1',
      RoleArn: 'one',
      RoleSessionName: 'me',
      DurationSeconds: 3600,
    });
    expect(sent[1]?.body).toMatchObject({ RoleArn: 'two', ExternalId: 'octo' });
    expect(sent[0]?.headers).toMatchObject({
      authorization: 'SKIP',
      'x-tc-region': 'ap-guangzhou',
    });
  });

  it('is fresh for each try', async () => {
    const replies = [
      raw('', 502),
      systemError('ECONNRESET'),
      refusal('InvalidParameter.OverLimit'),
    ];
    const { options, sent } = openSts(replies);
    await fromWebIdentity(provider(), { roleArns: ['one'], session }, options)();
    const tokens = sent.map(({ body }) => body.WebIdentityToken);
    expect(tokens).toEqual(['jwt-1', 'jwt-2', 'jwt-3', 'jwt-4']);
  });

  it('is fresh for each renewal', async () => {
    const { clock, options, sent } = openSts();
    const source = fromWebIdentity(provider(), { roleArns: ['one'], session }, options);
    await source();
    await clock.sleep(LIFETIME_MS);
    await source();
    expect(sent.map(({ body }) => body.WebIdentityToken)).toEqual(['jwt-1', 'jwt-2']);
  });

  it('that is refused says what it said', async () => {
    const claims = { iss: 'https://issuer', aud: ['a', 'b'], sub: 'repo:octo-org/shop' };
    const token = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    const { options, sent } = openSts([refusal('UnauthorizedOperation')]);
    const github = { providerId: 'github', idToken: () => Promise.resolve(token) };
    const source = fromWebIdentity(github, { roleArns: ['one'], session }, options);
    await expect(source()).rejects.toMatchObject({
      name: 'WebIdentityError',
      code: 'UnauthorizedOperation',
      action: 'AssumeRoleWithWebIdentity',
      requestId: 'r-error',
      claims: { issuer: 'https://issuer', audience: 'a, b', subject: 'repo:octo-org/shop' },
    });
    expect(sent).toHaveLength(1);
  });

  it.each(['', 'no-jwt', 'a.b.c', `a.${Buffer.from('[1]').toString('base64url')}.c`])(
    'that is none (%j) says nothing',
    async (token) => {
      const { options } = openSts([refusal('InvalidParameter.WebIdentityTokenError')]);
      const github = { providerId: 'github', idToken: () => Promise.resolve(token) };
      const source = fromWebIdentity(github, { roleArns: ['one'], session }, options);
      await expect(source()).rejects.toMatchObject({
        claims: { issuer: '', audience: '', subject: '' },
      });
    },
  );

  it('without a role is for STS to refuse', async () => {
    const { options, sent } = openSts([refusal('ResourceNotFound.RoleNotFound')]);
    const source = fromWebIdentity(provider(), { roleArns: [], session }, options);
    await expect(source()).rejects.toMatchObject({ code: 'ResourceNotFound.RoleNotFound' });
    expect(sent[0]?.body).toMatchObject({ RoleArn: '' });
  });

  it('that cannot be had is told as it is', async () => {
    const { options, sent } = openSts();
    const error = new Error('no ID token');
    const github = { providerId: 'github', idToken: () => Promise.reject(error) };
    const source = fromWebIdentity(github, { roleArns: ['one'], session }, options);
    expect(await rejection(source())).toBe(error);
    expect(sent).toEqual([]);
  });

  it('is asked for again where what went wrong may pass', async () => {
    const { options, sent } = openSts();
    const { providerId, idToken } = provider();
    const facts = { service: 'sts', action: 'AssumeRoleWithWebIdentity', message: 'not now' };
    const failures = [new UnreachableError(facts), new UnreachableError(facts)];
    const flaky = () => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : idToken();
    };
    const retried: unknown[] = [];
    const onRetry = (event: unknown) => retried.push(event);
    await fromWebIdentity(
      { providerId, idToken: flaky },
      { roleArns: ['one'], session },
      { ...options, onRetry },
    )();
    expect(retried).toHaveLength(2);
    expect(sent.map(({ body }) => body.WebIdentityToken)).toEqual(['jwt-1']);
  });

  it('is not waited for once the step is over', async () => {
    const { closing, options } = openSts();
    const github = { providerId: 'github', idToken: () => new Promise<string>(() => undefined) };
    const result = rejection(fromWebIdentity(github, { roleArns: ['one'], session }, options)());
    closing.abort(new Error('over'));
    expect(await result).toMatchObject({ message: 'over' });
  });
});

describe('getStsRegion', () => {
  it.each([
    ['ap-shanghai', 'tencentcloudapi.com', 'ap-shanghai'],
    ['ap-shanghai', 'intl.tencentcloudapi.com', 'ap-shanghai'],
    [undefined, 'tencentcloudapi.com', 'ap-guangzhou'],
    ['', 'internal.tencentcloudapi.com', 'ap-guangzhou'],
    [undefined, 'intl.tencentcloudapi.com', 'ap-singapore'],
    [undefined, 'https://gateway.intl.example.com/x', 'ap-singapore'],
    [undefined, 'https://international.example.com', 'ap-guangzhou'],
  ])('for %j at %s is %s', (region, endpoint, expected) => {
    expect(getStsRegion(region, endpoint)).toBe(expected);
  });
});

describe('an STS that does not answer', () => {
  const chain = { roleArns: ['one'], session };
  const KINDS = [
    ['keys', (options: IdentityOptions) => fromKeys(KEYS, chain, options)],
    ['an ID token', (options: IdentityOptions) => fromWebIdentity(provider(), chain, options)],
  ] as const;

  function begin(kind: (typeof KINDS)[number][1], hanging: number) {
    const { options, sent } = openSts();
    const clock = steppedClock();
    let hangs = hanging;
    const post: IdentityOptions['post'] = (call, signal) =>
      (hangs -= 1) < 0
        ? options.post(call)
        : new Promise((_, reject) => {
            signal?.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          });
    const source = kind({ ...options, clock, time: createServerClock(clock), post });
    return { clock, source: source().then(({ secretId }) => secretId, String), sent };
  }

  it.each(KINDS)('in time gets another try: by %s', async (_, kind) => {
    const { clock, source, sent } = begin(kind, 1);
    await settle();
    await clock.advance(14_000);
    expect(sent).toHaveLength(0);
    await clock.advance(1_000);
    await clock.advance(10_000);
    expect(await source).toBe('role-1');
  });

  it.each(KINDS)('at all is given up before the keys at hand expire: by %s', async (_, kind) => {
    const { clock, source } = begin(kind, 99);
    await settle();
    for (let second = 0; second < 50; second += 1) await clock.advance(1_000);
    expect(await source).toMatch(/^AmbiguousResponseError/);
  });
});
