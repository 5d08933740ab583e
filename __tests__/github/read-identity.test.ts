import { describe, expect, it } from '@jest/globals';
import type { Identity } from '../../src/github/read-identity.ts';
import {
  describeIdentity,
  identityWarnings,
  readIdentity,
  getRoleName,
  formatValidity,
} from '../../src/github/read-identity.ts';
import { runnerEnv } from '../support/steps.ts';

type Texts = Readonly<Record<string, string>>;

const DEPLOY = 'qcs::cam::uin/100000000001:roleName/deploy';
const SHOP = 'qcs::cam::uin/100000000002:role/4611686018427397919';
const KEYS = { 'secret-id': 'input-id', 'secret-key': 'input-key' };
const ENV_KEYS = { TENCENTCLOUD_SECRET_ID: 'env-id', TENCENTCLOUD_SECRET_KEY: 'env-key' };
const RUN = { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_RUN_ID: '77' };
const OIDC = { 'oidc-provider-id': 'github', 'role-arn': DEPLOY };

const FROM_INPUTS = { secretId: 'input-id', secretKey: 'input-key', source: 'inputs' };
const FROM_ENV = { secretId: 'env-id', secretKey: 'env-key', source: 'environment' };
const BY_OIDC = { providerId: 'github', audience: 'sts.tencentcloudapi.com', source: 'oidc' };

const rolesOf = (...roleArns: string[]): Identity['roles'] => ({
  roleArns,
  session: { roleSessionName: 'octo-org.shop@77', durationSeconds: 3600 },
  externalId: undefined,
});

/** Throws where the step has no identity. */
function identityOf(inputs: Texts, env: Texts = RUN): Identity {
  const read = readIdentity(runnerEnv(inputs, env));
  if ('issues' in read) throw new Error(JSON.stringify(read.issues));
  return read;
}

describe('an identity', () => {
  it.each<[string, Texts, Texts, object, Identity['roles']]>([
    ['keys', KEYS, {}, FROM_INPUTS, rolesOf()],
    ['keys of the environment', {}, ENV_KEYS, FROM_ENV, rolesOf()],
    ['a role by keys', { ...KEYS, 'role-arn': DEPLOY }, {}, FROM_INPUTS, rolesOf(DEPLOY)],
    ['a role by the environment', { 'role-arn': DEPLOY }, ENV_KEYS, FROM_ENV, rolesOf(DEPLOY)],
    ['a role by OIDC', OIDC, {}, BY_OIDC, rolesOf(DEPLOY)],
    ['OIDC before the environment', OIDC, ENV_KEYS, BY_OIDC, rolesOf(DEPLOY)],
    ['OIDC before a stray token', OIDC, { TENCENTCLOUD_TOKEN: 'stray' }, BY_OIDC, rolesOf(DEPLOY)],
    [
      'a chain',
      { ...OIDC, 'role-arn': `\n ${DEPLOY}\r\n\n${SHOP}\n` },
      {},
      BY_OIDC,
      rolesOf(DEPLOY, SHOP),
    ],
  ])('is %s', (_, inputs, env, base, roles) => {
    expect(identityOf(inputs, { ...RUN, ...env })).toEqual({ base, roles });
  });

  it('takes what is given', () => {
    const given = {
      'oidc-audience': 'tencent',
      'role-session-name': 'me@work',
      'role-duration-seconds': '0',
      'role-external-id': 'octo-org/shop:1',
    };
    expect(identityOf({ ...OIDC, ...given })).toEqual({
      base: { ...BY_OIDC, audience: 'tencent' },
      roles: {
        roleArns: [DEPLOY],
        session: { roleSessionName: 'me@work', durationSeconds: 0 },
        externalId: 'octo-org/shop:1',
      },
    });
  });

  it.each<[string, Texts, string[]]>([
    ['nothing', {}, ['secret-id is missing or empty', 'secret-key is missing or empty']],
    ['half a set', { 'secret-id': 'i' }, ['secret-key is missing or empty']],
    ['a role alone', { 'role-arn': DEPLOY }, ['oidc-provider-id is missing']],
    [
      'a role and half a set',
      { 'role-arn': DEPLOY, token: 't' },
      ['secret-id is missing or empty', 'secret-key is missing or empty'],
    ],
    ['a provider alone', { 'oidc-provider-id': 'github' }, ['role-arn is missing']],
    ['two sources', { ...OIDC, token: 'stray' }, ['oidc-provider-id is given together with keys']],
    ['no ARN', { ...OIDC, 'role-arn': 'deploy' }, ['role-arn is "deploy"']],
    ['one wrong ARN', { ...OIDC, 'role-arn': `${DEPLOY}\nnone` }, ['role-arn is "none"']],
    [
      'a group',
      { ...KEYS, 'role-arn': 'qcs::cam::uin/1:groupName/x' },
      ['role-arn is "qcs::cam::uin/1:groupName/x"'],
    ],
    [
      'a negative time',
      { ...OIDC, 'role-duration-seconds': '-1' },
      ['role-duration-seconds is "-1"'],
    ],
    [
      'too long a time',
      { ...KEYS, 'role-duration-seconds': '43201' },
      ['role-duration-seconds is "43201"'],
    ],
    [
      'a session with a slash',
      { ...OIDC, 'role-session-name': 'a/b' },
      ['role-session-name is "a/b"'],
    ],
    ['too short an ID', { ...OIDC, 'role-external-id': 'x' }, ['role-external-id is "x"']],
    [
      'a blank in the provider',
      { ...OIDC, 'oidc-provider-id': 'git hub' },
      ['oidc-provider-id has white space in it: "git hub"'],
    ],
  ])('is none with %s', (_, inputs, expected) => {
    const read = readIdentity(runnerEnv(inputs, RUN));
    const problems = 'issues' in read ? read.issues : [];
    expect(problems.map(({ input, problem: is }) => `${input} ${is}`)).toEqual(expected);
  });

  it('says which line to add', () => {
    const read = readIdentity(runnerEnv({ 'oidc-provider-id': 'github' }, RUN));
    expect('issues' in read ? read.issues : []).toEqual([
      {
        input: 'role-arn',
        problem: 'is missing',
        fix: 'add   role-arn: qcs::cam::uin/…:roleName/…   (CAM console, Roles)',
      },
    ]);
  });
});

describe('inputs without effect', () => {
  it.each<[Texts, string[]]>([
    [
      { ...KEYS, 'oidc-audience': 'other' },
      ['oidc-audience has no effect without oidc-provider-id'],
    ],
    [{ ...KEYS, 'oidc-audience': 'sts.tencentcloudapi.com' }, []],
    [
      {
        ...KEYS,
        'role-session-name': 'me',
        'role-duration-seconds': '60',
        'role-external-id': 'xx',
      },
      [
        'role-session-name has no effect without role-arn',
        'role-duration-seconds has no effect without role-arn',
        'role-external-id has no effect without role-arn',
      ],
    ],
    [
      { ...OIDC, 'role-external-id': 'xx' },
      ['role-external-id has no effect on a role that is assumed by OIDC'],
    ],
    [{ ...OIDC, 'role-arn': `${DEPLOY}\n${SHOP}`, 'role-external-id': 'xx' }, []],
    [{ ...KEYS, 'role-arn': DEPLOY, 'role-external-id': 'xx', 'role-session-name': 'me' }, []],
  ])('%j', (inputs, expected) => {
    expect(identityWarnings(runnerEnv(inputs, RUN), identityOf(inputs))).toEqual(expected);
  });
});

describe('the words for an identity', () => {
  const AT = Date.UTC(2026, 10, 20, 10, 58, 12, 999);

  it.each<[Texts, number | undefined, string]>([
    [KEYS, undefined, 'keys from the inputs'],
    [{ ...KEYS, token: 't' }, undefined, 'temporary keys from the inputs'],
    [OIDC, AT, 'role deploy by OIDC (github), valid until 10:58:12 UTC'],
    [OIDC, undefined, 'role deploy by OIDC (github)'],
    [
      { ...KEYS, 'role-arn': `${DEPLOY}\n${SHOP}` },
      AT,
      'role 4611686018427397919 through deploy by keys from the inputs, valid until 10:58:12 UTC',
    ],
  ])('%j', (inputs, expiresAt, expected) => {
    expect(describeIdentity(identityOf(inputs), expiresAt)).toBe(expected);
  });

  it('have the last part of an ARN', () => {
    expect([DEPLOY, SHOP, 'none'].map(getRoleName)).toEqual([
      'deploy',
      '4611686018427397919',
      'none',
    ]);
    expect(formatValidity(undefined)).toBe('');
  });
});
