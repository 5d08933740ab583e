import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleArn } from '../../simulator/index.ts';
import { SUBJECT_PREFIXES } from '../support/oidc-service.ts';
import { errorOf } from './expectations.ts';
import { AUDIENCE, BY_OIDC, NO_KEYS, openOidcWorld, stsCalls } from './oidc-world.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
/** For what is decided before the rollout. */
const START = { ...UPDATE, wait: 'false' };
const TEMPORARY = {
  secretId: 'AKIDtemporaryEXAMPLE',
  secretKey: 'temporarySecretKeyEXAMPLE',
  token: 'sessionTokenEXAMPLE',
};
const ASSUMED = 'AssumeRoleWithWebIdentity → ok';

describe('OIDC', () => {
  it('deploys without any key, and masks token and keys before anything is printed', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...START, ...BY_OIDC });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
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

  it('begins a chain of roles, which are renewed while a rollout outlives them', async () => {
    const trusts = (caller: string) => [{ caller }];
    const world = await openOidcWorld({
      roles: [
        { roleName: 'build', trusts: trusts('deploy') },
        { roleName: 'shop', trusts: [{ caller: 'build', externalId: 'octo-org/shop' }] },
      ],
    });
    const run = await world.runAsJob({
      ...{ ...UPDATE, ...BY_OIDC, 'total-batch-count': '2', 'batch-interval': '300' },
      'role-arn': ['deploy', 'build', 'shop'].map(roleArn).join('\n'),
      'role-external-id': 'octo-org/shop',
      'role-duration-seconds': '60',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.seconds).toBeGreaterThan(300);
    expect(new Set(world.simulator.calls.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    expect(world.oidc.tokens.length).toBeGreaterThan(4);
  });
});

describe.each(['names', 'immutable'] as const)(
  'A role, for GitHub subjects with %s',
  (subjects) => {
    const subject = `${SUBJECT_PREFIXES[subjects]}:ref:refs/heads/main`;
    const other = SUBJECT_PREFIXES[subjects === 'names' ? 'immutable' : 'names'];

    it('is assumed by the job that its trust policy names', async () => {
      const world = await openOidcWorld({ subjects, trusted: subject, inProcess: true });
      const run = await world.runAsJob({ ...START, ...BY_OIDC });
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    });

    it('is refused if it trusts the other form, and the error names the subject', async () => {
      const world = await openOidcWorld({ subjects, trusted: `${other}:*`, inProcess: true });
      const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
      expect(errorOf(run)).toContain(`"oidc:sub": "${subject}"`);
      expect(stsCalls(world)).toEqual(['AssumeRoleWithWebIdentity → UnauthorizedOperation']);
    });
  },
);

describe('OIDC is red, and the cloud is not called,', () => {
  it('where the job lacks the permission, as one for a fork does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-'));
    const event = join(folder, 'event.json');
    const head = { repo: { full_name: 'somebody/shop' } };
    writeFileSync(event, JSON.stringify({ pull_request: { head } }));
    const world = await openOidcWorld();
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event };
    const run = await world.run({ ...UPDATE, ...BY_OIDC }, { env });
    rmSync(folder, { recursive: true });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toContain('id-token: write');
    expect(world.simulator.calls).toEqual([]);
  });

  it('within a minute where GitHub hangs', async () => {
    const world = await openOidcWorld();
    world.oidc.behaviour.isHanging = true;
    const run = await world.runAsJob(
      { ...UPDATE, ...BY_OIDC },
      // Nothing is ever answered, so nothing is worth waiting for.
      { env: { CLOCK_STALLED_AFTER: '1' }, isHeld: () => true },
    );
    expect(run.exitCode).toBe(1);
    expect(Number(run.outputs['duration-seconds'])).toBeLessThan(60);
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('Credentials', () => {
  it('come from the environment where no input gives them, and are masked first', async () => {
    const world = await openWorld({ credentials: TEMPORARY });
    const env = {
      TENCENTCLOUD_SECRET_ID: TEMPORARY.secretId,
      TENCENTCLOUD_SECRET_KEY: TEMPORARY.secretKey,
      TENCENTCLOUD_TOKEN: TEMPORARY.token,
      TENCENTCLOUD_REGION: 'ap-guangzhou',
    };
    const run = await world.run({ ...START, ...NO_KEYS, region: '' }, { env });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    const first = run.commands.slice(0, 3);
    expect(first.map(({ name }) => name)).toEqual(['add-mask', 'add-mask', 'add-mask']);
    expect(first.map(({ message }) => message).sort()).toEqual(Object.values(TEMPORARY).sort());
    expect(run.stdout.lastIndexOf('::add-mask::')).toBeLessThan(run.stdout.indexOf('▸'));
  });
});
