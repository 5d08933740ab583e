import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleArn } from '../../simulator/index.ts';
import { errorOf, logOf } from './expectations.ts';
import { AUDIENCE, BY_OIDC, openOidcWorld, stsCalls } from './oidc-world.ts';
import { closeWorlds } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const ASSUMED = 'AssumeRoleWithWebIdentity → ok';
const PERMISSION = /permissions:\n\s+contents: read\n\s+id-token: write/;

describe('OIDC', () => {
  it('deploys without any key', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(stsCalls(world)).toEqual([ASSUMED]);
    expect(world.oidc.audiences).toEqual([AUDIENCE]);
    expect(world.callsOf('AssumeRoleWithWebIdentity')[0]).toMatchObject({
      region: 'ap-guangzhou',
      parameters: {
        ProviderId: 'github',
        RoleArn: roleArn('deploy'),
        RoleSessionName: 'octo-org.shop@77',
        DurationSeconds: 3600,
      },
    });
    expect(logOf(run)[0]).toBe(
      '▸ Credentials   role deploy by OIDC (github), valid until 03:00:00 UTC',
    );
  });

  it('masks the ID token and the keys before anything is printed', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    const [issued] = world.simulator.sts.issued;
    const masks = run.commands.filter(({ name }) => name === 'add-mask');
    expect(masks.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        world.oidc.tokens[0],
        issued?.secretId,
        issued?.secretKey,
        issued?.token,
      ]),
    );
    expect(run.stdout.lastIndexOf('::add-mask::')).toBeLessThan(run.stdout.indexOf('▸'));
  });

  it('comes before keys in the environment', async () => {
    const world = await openOidcWorld();
    const env = { TENCENTCLOUD_SECRET_ID: 'AKIDother', TENCENTCLOUD_SECRET_KEY: 'otherKeyEXAMPLE' };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { env });
    expect(run.outputs.status).toBe('succeeded');
    expect(stsCalls(world)).toEqual([ASSUMED]);
  });

  it('takes session, lifetime and audience from the inputs', async () => {
    const world = await openOidcWorld({ provider: { clientIds: ['tencent'] } });
    world.simulator.sts.roles[0] = {
      roleName: 'deploy',
      trusts: [{ provider: 'github', audience: 'tencent', subjects: ['repo:octo-org/*'] }],
    };
    const session = { 'role-session-name': 'me@work', 'role-duration-seconds': '900' };
    const run = await world.runAsJob({
      ...{ ...UPDATE, ...BY_OIDC, ...session },
      'oidc-audience': 'tencent',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.callsOf('AssumeRoleWithWebIdentity')[0]?.parameters).toMatchObject({
      RoleSessionName: 'me@work',
      DurationSeconds: 900,
    });
  });

  it('gets a fresh ID token for each try', async () => {
    const world = await openOidcWorld();
    const action = 'AssumeRoleWithWebIdentity';
    world.simulator.faults.inject({ kind: 'http-502-html', action });
    world.simulator.faults.inject({
      kind: 'api-error',
      action,
      code: 'InvalidParameter.OverLimit',
    });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.oidc.tokens).toHaveLength(3);
    expect(
      new Set(world.callsOf(action).map(({ parameters }) => parameters.WebIdentityToken)),
    ).toEqual(new Set(world.oidc.tokens));
  });
});

describe('OIDC in need of patience', () => {
  it('waits for an STS that is slow', async () => {
    const world = await openOidcWorld();
    const action = 'AssumeRoleWithWebIdentity';
    world.simulator.faults.inject({ kind: 'slow', action, seconds: 9 });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.oidc.tokens).toHaveLength(1);
  });

  it('asks again where STS hangs', async () => {
    const world = await openOidcWorld();
    world.simulator.faults.inject({ kind: 'hang', action: 'AssumeRoleWithWebIdentity' });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.oidc.tokens).toHaveLength(2);
    expect(run.seconds).toBeLessThan(60);
  });

  it('asks again where GitHub has no ID token for a while', async () => {
    const world = await openOidcWorld();
    world.oidc.behaviour.status = 500;
    world.time.after(1, () => {
      world.oidc.behaviour.status = 200;
    });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.oidc.tokens).toHaveLength(1);
    expect(stsCalls(world)).toEqual([ASSUMED]);
  });

  it('gives up within a minute where GitHub hangs', async () => {
    const world = await openOidcWorld();
    world.oidc.behaviour.isHanging = true;
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { isHeld: () => true });
    expect(run.exitCode).toBe(1);
    expect(Number(run.outputs['duration-seconds'])).toBeLessThan(60);
    expect(errorOf(run)).toContain("GitHub's OIDC service gave no ID token");
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('OIDC is red, and nothing is changed,', () => {
  it('where the job lacks the permission', async () => {
    const world = await openOidcWorld();
    const run = await world.run({ ...UPDATE, ...BY_OIDC });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toMatch(PERMISSION);
    expect(world.simulator.calls).toEqual([]);
  });

  it('where a pull request comes from a fork', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-'));
    const event = join(folder, 'event.json');
    const head = { repo: { full_name: 'somebody/shop' } };
    writeFileSync(event, JSON.stringify({ pull_request: { head } }));
    const world = await openOidcWorld();
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event };
    const run = await world.run({ ...UPDATE, ...BY_OIDC }, { env });
    rmSync(folder, { recursive: true });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('forks');
    expect(errorOf(run)).toMatch(PERMISSION);
  });

  it.each([401, 403])('where GitHub refuses (%d)', async (status) => {
    const world = await openOidcWorld();
    world.oidc.behaviour.status = status;
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(String(status));
    expect(errorOf(run)).toMatch(PERMISSION);
    expect(world.simulator.calls).toEqual([]);
  });

  it('where GitHub cannot be reached', async () => {
    const world = await openOidcWorld();
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/?api-version=2.0' };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { env });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('127.0.0.1:9');
    expect(errorOf(run)).toContain('run the job again');
  });

  it('where the audience is wrong', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, 'oidc-audience': 'elsewhere' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['request-id']).toBe(world.requestIdOf('AssumeRoleWithWebIdentity'));
    expect(errorOf(run)).toContain('InvalidParameter.WebIdentityTokenError');
    expect(errorOf(run)).toContain(`issuer must be ${world.oidc.issuer}`);
    expect(errorOf(run)).toContain('elsewhere (oidc-audience)');
    // unknown: whether STS has the same code for a subject that no role allows.
    expect(errorOf(run)).toContain(`oidc:sub: ${world.oidc.subject}`);
  });

  it('where the subject is wrong', async () => {
    const world = await openOidcWorld();
    const sub = 'repo:octo-org/shop:environment:production';
    world.oidc.behaviour.claims = { sub };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('STS refused AssumeRoleWithWebIdentity: UnauthorizedOperation');
    expect(errorOf(run)).toContain(`oidc:sub: ${sub}`);
    expect(stsCalls(world)).toEqual(['AssumeRoleWithWebIdentity → UnauthorizedOperation']);
  });

  it.each([
    [{ 'role-arn': roleArn('nobody') }, 'ResourceNotFound.RoleNotFound', 'check role-arn'],
    [{ 'oidc-provider-id': 'gitlab' }, 'InvalidParameter.ParamError', 'oidc-provider-id'],
  ])('where %j does not exist', async (inputs, code, hint) => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(code);
    expect(errorOf(run)).toContain(hint);
    expect(world.changes()).toEqual([]);
  });
});

describe('Wrong inputs', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'keys beside OIDC',
      { ...BY_OIDC, 'secret-id': 'AKIDx' },
      'oidc-provider-id is given together',
    ],
    ['no role', { ...BY_OIDC, 'role-arn': '' }, 'role-arn is missing'],
    ['no source', { ...BY_OIDC, 'oidc-provider-id': '' }, 'oidc-provider-id is missing'],
    ['no ARN', { ...BY_OIDC, 'role-arn': 'deploy' }, 'role-arn is "deploy"'],
    ['too long', { ...BY_OIDC, 'role-duration-seconds': '43201' }, 'role-duration-seconds is'],
    ['a wrong name', { ...BY_OIDC, 'role-session-name': 'a b' }, 'role-session-name is "a b"'],
    ['a wrong ID', { ...BY_OIDC, 'role-external-id': 'x' }, 'role-external-id is "x"'],
  ])('are told at once: %s', async (_, inputs, expected) => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(expected);
    expect(world.oidc.audiences).toEqual([]);
    expect(world.simulator.calls).toEqual([]);
  });

  it('that have no effect are warnings', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, 'role-external-id': 'octo/shop' });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.commands.filter(({ name }) => name === 'warning')).toMatchObject([
      { message: 'role-external-id has no effect on a role that is assumed by OIDC' },
    ]);
  });
});
