import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEMO_CREDENTIALS,
  manualClock,
  roleArn,
  startSimulator,
  UIN,
} from '../../../simulator/index.ts';
import type { Credentials, ManualClock, Simulator } from '../../../simulator/index.ts';
import type { OidcService } from '../../support/oidc-service.ts';
import { startOidcService } from '../../support/oidc-service.ts';
import { call, outcome } from '../support/signed-calls.ts';
import { cosOutcome } from '../support/cos-requests.ts';
import { stsClient } from '../support/official-clients.ts';

const AUDIENCE = 'sts.tencentcloudapi.com';
const WEB = 'AssumeRoleWithWebIdentity';
const HEADERS = { 'X-TC-Version': '2018-08-13' };

let clock: ManualClock;
let oidc: OidcService;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock();
  oidc = await startOidcService(() => clock.now());
  const { issuer, keys, subject } = oidc;
  const clientIds = [AUDIENCE, 'other'];
  simulator = await startSimulator({
    clock,
    cos: { buckets: [{ name: 'demo-1300000000', objects: { object: 'x' } }] },
    sts: {
      providers: [{ name: 'github', issuer, clientIds, keys: [...keys] }],
      roles: [
        {
          roleName: 'deploy',
          trusts: [
            { caller: 'build' },
            { provider: 'github', audience: AUDIENCE, subjects: [subject, 'repo:octo-org/*:pull'] },
          ],
        },
        { roleName: 'open', trusts: [{ provider: 'github', audience: AUDIENCE }] },
        { roleName: 'build', trusts: [{ caller: 'account' }] },
        { roleName: 'shop', trusts: [{ caller: 'deploy', externalId: 'octo' }] },
      ],
    },
  });
});

afterEach(async () => {
  await simulator.close();
  await oidc.close();
});

async function token(audience = AUDIENCE, claims?: Record<string, unknown>): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } =
    oidc.environment;
  if (claims) oidc.behaviour.claims = claims;
  const authorization = `Bearer ${bearer}`;
  const answer = await fetch(`${url}&audience=${audience}`, { headers: { authorization } });
  return ((await answer.json()) as { value: string }).value;
}

const session = (roleName: string, more: object = {}) => ({
  RoleArn: roleArn(roleName),
  RoleSessionName: 'me',
  ...more,
});

const assume = (parameters: object, credentials: Credentials = DEMO_CREDENTIALS) =>
  outcome(simulator, {
    action: 'AssumeRole',
    parameters,
    service: 'sts',
    headers: HEADERS,
    credentials,
  });

const web = (WebIdentityToken: string, more: object = {}, headers: object = {}) =>
  outcome(simulator, {
    action: WEB,
    parameters: { ...session('deploy'), ProviderId: 'github', WebIdentityToken, ...more },
    headers: { ...HEADERS, Authorization: 'SKIP', ...headers },
  });

const describePods = (credentials: Credentials) =>
  outcome(simulator, {
    action: 'DescribeApplicationInfo',
    parameters: { ApplicationId: 'app-shop0001' },
    credentials,
  });

const issued = () => simulator.sts.issued.at(-1) as Credentials;

describe('AssumeRoleWithWebIdentity', () => {
  it('lets a token in that the role trusts', async () => {
    expect(await web(await token())).toBe('ok');
    expect(simulator.calls[0]).toMatchObject({ service: 'sts', action: WEB, outcome: 'ok' });
    expect(await web(await token(AUDIENCE, { sub: 'repo:octo-org/x:pull' }))).toBe('ok');
  });

  it('lets every subject in where the role has no condition', async () => {
    const anybody = await token(AUDIENCE, { sub: 'repo:somebody/else:ref:refs/heads/main' });
    expect(await web(anybody, session('open'))).toBe('ok');
    expect(await web(anybody)).toBe('UnauthorizedOperation');
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['another issuer', AUDIENCE, { iss: 'https://elsewhere' }],
    ['an audience that is no client ID', 'elsewhere', {}],
    ['a list of audiences', AUDIENCE, { aud: [AUDIENCE] }],
    ['no end', AUDIENCE, { exp: undefined }],
    ['an end that is past', AUDIENCE, { exp: 1 }],
    ['a beginning to come', AUDIENCE, { nbf: 99_999_999_999 }],
  ])('refuses a token with %s', async (_, audience, claims) => {
    const code = 'InvalidParameter.WebIdentityTokenError';
    expect(await web(await token(audience, claims))).toBe(code);
  });

  it('refuses a token of another audience than the role wants', async () => {
    expect(await web(await token('other'))).toBe('UnauthorizedOperation');
    expect(await web(await token(AUDIENCE, { sub: undefined }))).toBe('UnauthorizedOperation');
  });

  it.each(['', 'a.b.c', 'a.b', 'e30.e30.'])('refuses what is no token: %j', async (text) => {
    expect(await web(text)).toBe('InvalidParameter.WebIdentityTokenError');
  });

  it('refuses a token that was changed', async () => {
    const [header = '', , signature = ''] = (await token()).split('.');
    const payload = Buffer.from('{"sub":"me"}').toString('base64url');
    const code = 'InvalidParameter.WebIdentityTokenError';
    expect(await web(`${header}.${payload}.${signature}`)).toBe(code);
  });

  it.each<[object, string]>([
    [session('nobody'), 'ResourceNotFound.RoleNotFound'],
    [{ RoleArn: 'qcs::cam::uin/1:roleName/deploy' }, 'ResourceNotFound.RoleNotFound'],
    [{ RoleArn: 'deploy' }, 'InvalidParameter.ParamError'],
    [{ ProviderId: 'gitlab' }, 'InvalidParameter.ParamError'],
    [{ RoleSessionName: 'a b' }, 'InvalidParameter.ParamError'],
    [{ DurationSeconds: 43_201 }, 'InvalidParameter.OverTimeError'],
    [{ DurationSeconds: -1 }, 'InvalidParameter.OverTimeError'],
    [{ ExternalId: 'octo' }, 'UnknownParameter'],
  ])('refuses %j with %s', async (more, code) => {
    expect(await web(await token(), more)).toBe(code);
  });

  it('needs a region, and a timestamp that is right', async () => {
    expect(await web(await token(), {}, { 'X-TC-Region': null })).toBe('MissingParameter');
    expect(await web(await token(), {}, { 'X-TC-Timestamp': '1' })).toBe(
      'AuthFailure.SignatureExpire',
    );
  });

  it('alone needs no signature', async () => {
    const parameters = session('build');
    const headers = { ...HEADERS, Authorization: 'SKIP' };
    expect(await outcome(simulator, { action: 'AssumeRole', parameters, headers })).toBe(
      'AuthFailure.InvalidAuthorization',
    );
  });
});

describe('AssumeRole', () => {
  it('lets in whom the role trusts, link by link', async () => {
    expect(await assume(session('build'))).toBe('ok');
    expect(await assume(session('deploy'), issued())).toBe('ok');
    const deploy = issued();
    expect(await assume(session('shop'), deploy)).toBe('UnauthorizedOperation');
    expect(await assume(session('shop', { ExternalId: 'other' }), deploy)).toBe(
      'UnauthorizedOperation',
    );
    expect(await assume(session('shop', { ExternalId: 'octo' }), deploy)).toBe('ok');
  });

  it('lets nobody else in', async () => {
    expect(await assume(session('deploy'))).toBe('UnauthorizedOperation');
  });

  it.each<[object, string]>([
    [{}, 'ok'],
    [{ DurationSeconds: 43_201 }, 'InvalidParameter.OverTimeError'],
    [{ DurationSeconds: 43_200, Tags: [{ Key: 'a', Value: 'b' }] }, 'ok'],
  ])('keeps to the longest time: %j is %s', async (more, code) => {
    simulator.sts.roles.push({ roleName: 'brief', trusts: [{ caller: 'account' }] });
    expect(await assume(session('brief', more))).toBe(code);
  });
});

describe('credentials of a role', () => {
  it('are known to the gateway and to COS until they expire', async () => {
    expect(await web(await token(), { DurationSeconds: 60 })).toBe('ok');
    const role = issued();
    expect(await describePods(role)).toBe('ok');
    expect(await cosOutcome(simulator, { credentials: role })).toBe('200');
    clock.advance(60);
    expect(await describePods(role)).toBe('AuthFailure.TokenFailure');
    expect(await cosOutcome(simulator, { credentials: role })).toContain('403');
  });

  it('may be ended before their time', async () => {
    await web(await token());
    const role = issued();
    simulator.sts.expire();
    expect(await describePods(role)).toBe('AuthFailure.TokenFailure');
    await web(await token());
    expect(await describePods(issued())).toBe('ok');
  });

  it('need their token', async () => {
    await web(await token());
    const { secretId, secretKey } = issued();
    expect(await describePods({ secretId, secretKey })).toBe('AuthFailure.TokenFailure');
  });

  it('say who calls', async () => {
    await web(await token());
    const ask = (credentials: Credentials) =>
      call(simulator, {
        action: 'GetCallerIdentity',
        parameters: {},
        service: 'sts',
        headers: HEADERS,
        credentials,
      });
    await expect(ask(issued())).resolves.toMatchObject({
      Response: { Type: 'CAMRole', AccountId: UIN, UserId: 'deploy:me' },
    });
    await expect(ask(DEMO_CREDENTIALS)).resolves.toMatchObject({
      Response: { Type: 'CAMUser', UserId: UIN },
    });
  });
});

describe('the official SDK', () => {
  it('takes a role by a token, and another one with it', async () => {
    const WebIdentityToken = await token();
    const web = { ...session('deploy'), ProviderId: 'github', WebIdentityToken };
    const options = { skipSign: true } as object;
    const answer = (await stsClient(simulator, {}).request(
      WEB,
      { ...web, DurationSeconds: 900 },
      options,
    )) as {
      Credentials: { TmpSecretId: string; TmpSecretKey: string; Token: string };
      ExpiredTime: number;
      Expiration: string;
    };
    expect(answer.ExpiredTime).toBe(Math.floor(clock.now() / 1000) + 900);
    expect(Date.parse(answer.Expiration)).toBe(answer.ExpiredTime * 1000);
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token } = answer.Credentials;
    const role = stsClient(simulator, { secretId, secretKey, token: Token });
    await expect(role.GetCallerIdentity()).resolves.toMatchObject({ Type: 'CAMRole' });
    const shop = await role.AssumeRole({ ...session('shop'), ExternalId: 'octo' });
    expect(shop.Credentials?.Token).toBe(issued().token);
  });
});
