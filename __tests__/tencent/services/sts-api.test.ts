import { describe, expect, it } from '@jest/globals';
import { createSts } from '../../../src/tencent/services/sts-api.ts';
import { ok, stage } from '../calls.ts';

const CREDENTIALS = { Token: 'token', TmpSecretId: 'AKIDtmp', TmpSecretKey: 'key' };
const ISSUED = {
  Credentials: CREDENTIALS,
  ExpiredTime: 1543914376,
  Expiration: '2018-12-04T09:06:16Z',
  RequestId: 'r-1',
};
const ISSUED_CREDENTIALS = {
  credentials: { secretId: 'AKIDtmp', secretKey: 'key', token: 'token' },
  expiresAt: Date.UTC(2018, 11, 4, 9, 6, 16),
};
const SESSION = { roleArn: 'qcs::cam::uin/1:roleName/deploy', roleSessionName: 'me' };

describe('AssumeRole', () => {
  it('sends what is given, signed', async () => {
    const { call, sent } = stage([ok(ISSUED)]);
    const given = { ...SESSION, durationSeconds: 900, externalId: 'octo/shop' };
    const answer = await createSts(call).assumeRole(given);
    expect(answer).toEqual({ value: ISSUED_CREDENTIALS, requestId: 'r-1' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      RoleArn: SESSION.roleArn,
      RoleSessionName: 'me',
      DurationSeconds: 900,
      ExternalId: 'octo/shop',
    });
    expect(sent[0]?.headers).toMatchObject({
      'x-tc-action': 'AssumeRole',
      'x-tc-version': '2018-08-13',
      host: 'sts.tencentcloudapi.com',
      authorization: expect.stringContaining('/sts/tc3_request'),
    });
  });

  it('leaves out what is not given', async () => {
    const { call, sent } = stage([ok(ISSUED)]);
    await createSts(call).assumeRole(SESSION);
    expect(Object.keys(JSON.parse(sent[0]?.body ?? '') as object)).toEqual([
      'RoleArn',
      'RoleSessionName',
    ]);
  });

  it.each([
    ['the seconds', { ExpiredTime: 1543914376, Expiration: '' }, ISSUED_CREDENTIALS.expiresAt],
    [
      'the text alone',
      { ExpiredTime: null, Expiration: '2018-12-04T09:06:16Z' },
      ISSUED_CREDENTIALS.expiresAt,
    ],
    ['nothing', { ExpiredTime: null, Expiration: null }, undefined],
  ])('knows the end by %s', async (_, told, expiresAt) => {
    const { call } = stage([ok({ ...ISSUED, ...told })]);
    const { value } = await createSts(call).assumeRole(SESSION);
    expect(value.expiresAt).toBe(expiresAt);
  });

  it.each(['Token', 'TmpSecretId', 'TmpSecretKey'])('is no answer without %s', async (name) => {
    const { call } = stage([ok({ ...ISSUED, Credentials: { ...CREDENTIALS, [name]: '' } })]);
    await expect(createSts(call).assumeRole(SESSION)).rejects.toMatchObject({
      code: 'ambiguous-response',
      message: expect.stringContaining('Credentials'),
    });
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  it('sends the token without a signature', async () => {
    const { call, sent } = stage([ok(ISSUED)]);
    const given = {
      ...SESSION,
      providerId: 'github',
      webIdentityToken: () => Promise.resolve('jwt'),
    };
    const answer = await createSts(call).assumeRoleWithWebIdentity(given);
    expect(answer).toEqual({ value: ISSUED_CREDENTIALS, requestId: 'r-1' });
    expect(sent[0]?.headers.authorization).toBe('SKIP');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      ProviderId: 'github',
      WebIdentityToken: 'jwt',
      RoleArn: SESSION.roleArn,
      RoleSessionName: 'me',
    });
  });
});

describe('GetCallerIdentity', () => {
  it('says who calls', async () => {
    const { call, sent } = stage([
      ok({
        Type: 'CAMRole',
        UserId: '4611:me',
        Arn: 'qcs::sts:1000262:assumed-role/4611',
        RequestId: 'r-2',
      }),
    ]);
    await expect(createSts(call).getCallerIdentity()).resolves.toEqual({
      value: { userId: '4611:me', arn: 'qcs::sts:1000262:assumed-role/4611' },
      requestId: 'r-2',
    });
    expect(sent[0]?.body).toBe('{}');
    expect(sent[0]?.headers).toMatchObject({ 'x-tc-action': 'GetCallerIdentity' });
  });
});
