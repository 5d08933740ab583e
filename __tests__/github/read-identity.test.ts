import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Identity } from '../../src/github/read-identity.ts';
import {
  createSessionName,
  describeIdentity,
  identityWarnings,
  readIdentity,
  getRoleName,
  withValidity,
} from '../../src/github/read-identity.ts';
import { formatText } from '../../src/text/format-text.ts';
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

  /** The inputs at fault, with what they are where they are shown. */
  it.each<[string, Texts, [string, string?][]]>([
    ['nothing', {}, [['secret-id'], ['secret-key']]],
    ['half a set', { 'secret-id': 'i' }, [['secret-key']]],
    ['a role alone', { 'role-arn': DEPLOY }, [['oidc-provider-id']]],
    ['a role and half a set', { 'role-arn': DEPLOY, token: 't' }, [['secret-id'], ['secret-key']]],
    ['a provider alone', { 'oidc-provider-id': 'github' }, [['role-arn']]],
    ['two sources', { ...OIDC, token: 'stray' }, [['oidc-provider-id']]],
    ['no ARN', { ...OIDC, 'role-arn': 'deploy' }, [['role-arn', 'deploy']]],
    ['one wrong ARN', { ...OIDC, 'role-arn': `${DEPLOY}\nnone` }, [['role-arn', 'none']]],
    ...[
      ...(['role-duration-seconds -1', 'role-duration-seconds 43201'] as const),
      ...(['role-session-name a/b', 'role-external-id x'] as const),
      'role-arn qcs::cam::uin/1:groupName/x',
    ].map((wrong): [string, Texts, [string, string][]] => {
      const [name = '', value = ''] = wrong.split(' ');
      return [wrong, { ...OIDC, [name]: value }, [[name, value]]];
    }),
    [
      'a blank in the provider',
      { ...OIDC, 'oidc-provider-id': 'git hub' },
      [['oidc-provider-id', 'git hub']],
    ],
  ])('is none with %s', (_, inputs, expected) => {
    const read = readIdentity(runnerEnv(inputs, RUN));
    const issues = 'issues' in read ? read.issues : [];
    expect(issues.map(({ input }) => input)).toEqual(expected.map(([input]) => input));
    const problems = issues.map(({ problem }) => formatText(problem, 'en-US'));
    const shown = expected.map(([, value]) => value === undefined || `"${value}"`);
    expect(
      shown.filter((value, index) => value !== true && !problems[index]?.includes(value)),
    ).toEqual([]);
  });

  it('says which line to add', () => {
    const read = readIdentity(runnerEnv({ 'oidc-provider-id': 'github' }, RUN));
    const [issue] = 'issues' in read ? read.issues : [];
    expect(issue?.fix).toMatchObject({
      values: { name: 'role-arn', example: expect.stringMatching(/^qcs::cam::uin\/\S+$/) },
    });
  });
});

describe('inputs without effect', () => {
  const SESSION = { 'role-session-name': 'me', 'role-duration-seconds': '60' };
  it.each<[Texts, string[]]>([
    [{ ...KEYS, 'oidc-audience': 'other' }, ['oidc-audience']],
    [{ ...KEYS, 'oidc-audience': 'sts.tencentcloudapi.com' }, []],
    [
      { ...KEYS, ...SESSION, 'role-external-id': 'xx' },
      [...Object.keys(SESSION), 'role-external-id'],
    ],
    [{ ...OIDC, 'role-external-id': 'xx' }, ['role-external-id']],
    [{ ...OIDC, 'role-arn': `${DEPLOY}\n${SHOP}`, 'role-external-id': 'xx' }, []],
    [{ ...KEYS, 'role-arn': DEPLOY, 'role-external-id': 'xx', 'role-session-name': 'me' }, []],
  ])('are named in a line each: %j', (inputs, expected) => {
    const warnings = identityWarnings(runnerEnv(inputs, RUN), identityOf(inputs));
    expect(warnings).toMatchObject(expected.map((name) => ({ values: { name } })));
  });
});

describe('the words for an identity', () => {
  const AT = Date.UTC(2026, 10, 20, 10, 58, 12, 999);

  const VIA_GITHUB = {
    key: 'network.credentials-role',
    values: {
      role: 'deploy',
      source: { key: 'network.credentials-oidc', values: { provider: 'github' } },
    },
  };
  const UNTIL = 'network.credentials-valid-until';

  it.each<[Texts, Texts, number | undefined, object]>([
    [KEYS, {}, undefined, { key: 'network.credentials-inputs' }],
    [{ ...KEYS, token: 't' }, {}, undefined, { key: 'network.credentials-temporary-inputs' }],
    [{}, ENV_KEYS, undefined, { key: 'network.credentials-environment' }],
    [OIDC, {}, AT, { key: UNTIL, values: { credentials: VIA_GITHUB, time: '10:58:12' } }],
    [OIDC, {}, undefined, VIA_GITHUB],
    [
      { ...KEYS, 'role-arn': `${DEPLOY}\n${SHOP}` },
      {},
      undefined,
      {
        key: 'network.credentials-role-through',
        values: { role: '4611686018427397919', before: 'deploy' },
      },
    ],
  ])('%j %j', (inputs, env, expiresAt, expected) => {
    const identity = identityOf(inputs, { ...RUN, ...env });
    expect(describeIdentity(identity, expiresAt)).toMatchObject(expected);
  });

  it('have the last part of an ARN', () => {
    const names = [DEPLOY, SHOP, 'none'].map(getRoleName);
    expect(names).toEqual(['deploy', '4611686018427397919', 'none']);
    expect(withValidity('keys', undefined)).toBe('keys');
  });
});

describe('the name of a session', () => {
  it.each([
    ['octo-org/shop', '77', 'octo-org.shop@77'],
    ['octo-org/shop', undefined, 'octo-org.shop'],
    [undefined, '77', 'tencent-cloud-deploy@77'],
    [undefined, undefined, 'tencent-cloud-deploy'],
    ['a', undefined, 'a-'],
    ['团队/shop', '7', '--.shop@7'],
  ])('of %s in run %s is %s', (repository, run, expected) => {
    expect(createSessionName({ GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run })).toBe(expected);
  });

  it('keeps the run where the repository is too long', () => {
    const name = createSessionName({
      GITHUB_REPOSITORY: 'o'.repeat(200),
      GITHUB_RUN_ID: '12345678901',
    });
    expect(name).toHaveLength(128);
    expect(name).toMatch(/o@12345678901$/);
  });

  it('fits, whatever the environment', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\d{0,20}$/), (repository, run) => {
        const name = createSessionName({ GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run });
        // As STS documents RoleSessionName.
        return /^[\w+=,.@_-]{2,128}$/.test(name);
      }),
    );
  });
});
