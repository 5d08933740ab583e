import { afterEach, describe, expect, it } from '@jest/globals';
import { roleArn } from '../../simulator/index.ts';
import type { RoleSeed } from '../../simulator/index.ts';
import { errorOf, logOf } from './expectations.ts';
import { BY_OIDC, openOidcWorld, stsCalls } from './oidc-world.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const BUILD: RoleSeed = {
  roleName: 'build',
  trusts: [{ caller: 'account' }, { caller: 'deploy' }],
};
const ROLES: RoleSeed[] = [
  BUILD,
  { roleName: 'shop', trusts: [{ caller: 'build', externalId: 'octo-org/shop' }] },
];
const chain = (...names: string[]): string => names.map(roleArn).join('\n');

describe('A chain of roles', () => {
  it('begins with keys', async () => {
    const world = await openWorld({ sts: { roles: ROLES } });
    const run = await world.run({
      ...{ ...UPDATE, 'role-arn': chain('build', 'shop') },
      'role-external-id': 'octo-org/shop',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(stsCalls(world)).toEqual(['AssumeRole → ok', 'AssumeRole → ok']);
    const ids = world.callsOf('AssumeRole').map(({ parameters }) => parameters.ExternalId);
    expect(ids).toEqual([undefined, 'octo-org/shop']);
    expect(logOf(run)[0]).toBe(
      '▸ Credentials   role shop through build by keys from the inputs, valid until 03:00:00 UTC',
    );
  });

  it('begins by OIDC', async () => {
    const world = await openOidcWorld({ roles: ROLES });
    const run = await world.runAsJob({
      ...{ ...UPDATE, ...BY_OIDC, 'role-arn': chain('deploy', 'build', 'shop') },
      'role-external-id': 'octo-org/shop',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(stsCalls(world)).toEqual([
      'AssumeRoleWithWebIdentity → ok',
      'AssumeRole → ok',
      'AssumeRole → ok',
    ]);
    expect(logOf(run)[0]).toContain('role shop through build through deploy by OIDC (github)');
  });

  it.each<[string, Record<string, string>, string]>([
    ['does not trust the caller', { 'role-arn': roleArn('shop') }, 'UnauthorizedOperation'],
    [
      'gets a wrong external ID',
      { 'role-arn': chain('build', 'shop'), 'role-external-id': 'other' },
      'UnauthorizedOperation',
    ],
    ['does not exist', { 'role-arn': roleArn('nobody') }, 'ResourceNotFound.RoleNotFound'],
  ])('is red where a role %s', async (_, inputs, code) => {
    const world = await openWorld({ sts: { roles: ROLES } });
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(`STS refused AssumeRole: ${code}`);
    expect(errorOf(run)).toContain(
      code === 'UnauthorizedOperation' ? 'role-external-id' : 'role-arn',
    );
    expect(world.changes()).toEqual([]);
  });

  it('says where a role allows no such lifetime', async () => {
    const roles = [{ ...BUILD, maxSeconds: 1800 }];
    const world = await openWorld({ sts: { roles } });
    const run = await world.run({ ...UPDATE, 'role-arn': roleArn('build') });
    expect(errorOf(run)).toContain('lower role-duration-seconds');
  });
});

describe('A rollout that outlives its credentials', () => {
  const LONG = { ...UPDATE, 'batch-interval': '300' };
  const SHORT = { 'role-duration-seconds': '60' };

  it('succeeds by OIDC, without a failed call', async () => {
    const world = await openOidcWorld();
    const run = await world.runAsJob({ ...LONG, ...BY_OIDC, ...SHORT });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.seconds).toBeGreaterThan(300);
    expect(new Set(world.simulator.calls.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    expect(world.oidc.tokens.length).toBeGreaterThan(4);
    expect(world.oidc.tokens).toHaveLength(world.simulator.sts.issued.length);
    expect(logOf(run).filter((line) => line.includes('Credentials'))).toHaveLength(1);
  });

  it('succeeds with a chain, without a failed call', async () => {
    const world = await openWorld({ sts: { roles: ROLES } });
    const roles = { 'role-arn': chain('build', 'shop'), 'role-external-id': 'octo-org/shop' };
    const run = await world.run({ ...LONG, ...roles, ...SHORT });
    expect(run.outputs.status).toBe('succeeded');
    expect(new Set(world.simulator.calls.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
  });

  it('goes on with what it has while STS cannot be reached', async () => {
    const world = await openOidcWorld();
    const action = 'AssumeRoleWithWebIdentity';
    world.simulator.faults.inject({ kind: 'http-500', action, occurrence: 2, times: 3 });
    const run = await world.runAsJob({ ...LONG, ...BY_OIDC, 'role-duration-seconds': '180' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
  });
});

describe('A renewal that fails for a while', () => {
  const LONG = { ...UPDATE, 'batch-interval': '300', 'role-duration-seconds': '240' };

  it('leaves the role at hand in use: STS hangs', async () => {
    const world = await openWorld({ sts: { roles: ROLES } });
    world.simulator.faults.inject({ kind: 'hang', action: 'AssumeRole', occurrence: 2, times: 3 });
    const run = await world.run({ ...LONG, 'role-arn': chain('build') });
    expect(run.outputs.status).toBe('succeeded');
    const tem = world.simulator.calls.filter(({ service }) => service === 'tem');
    expect(new Set(tem.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
  });

  it.each([
    ['is over before the role expires', 210],
    ['takes longer: the step looks again', 330],
  ])('is outlasted where GitHub has no ID token, and that %s', async (_, end) => {
    const world = await openOidcWorld();
    const { behaviour } = world.oidc;
    world.time.after(100, () => (behaviour.status = 500));
    world.time.after(end, () => (behaviour.status = 200));
    const run = await world.runAsJob({ ...BY_OIDC, ...LONG });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.oidc.audiences.length).toBeGreaterThan(world.oidc.tokens.length);
    expect(new Set(world.simulator.calls.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
  });
});

describe('An expired token', () => {
  it('is renewed once, and the call made again', async () => {
    const world = await openOidcWorld();
    world.time.after(10, () => {
      world.simulator.sts.expire();
    });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    const { calls } = world.simulator;
    expect(run.outputs.status).toBe('succeeded');
    expect(calls.filter(({ outcome }) => outcome === 'AuthFailure.TokenFailure')).toHaveLength(1);
    expect(world.simulator.sts.issued).toHaveLength(2);
  });

  it('is renewed for a call that changes something, too: it was not executed', async () => {
    const world = await openOidcWorld();
    const action = 'RollingUpdateApplicationByVersion';
    world.simulator.faults.inject({ kind: 'expired-credentials', action });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.changes()).toEqual([`${action} → expired-credentials`, `${action} → ok`]);
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('ends the step where the new one is refused, too', async () => {
    const world = await openOidcWorld();
    const action = 'RollingUpdateApplicationByVersion';
    world.simulator.faults.inject({ kind: 'expired-credentials', action, occurrence: 'every' });
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('AuthFailure.TokenFailure');
    expect(world.changes()).toHaveLength(2);
  });
});

describe('A clock that is off', () => {
  it.each([600, -600])('by %d seconds is set by the answer, whatever the call', async (seconds) => {
    const world = await openOidcWorld();
    world.simulator.faults.inject({ kind: 'clock-skew', seconds });
    const run = await world.run(UPDATE);
    expect(run.outputs.status).toBe('succeeded');
    const outcomes = world.simulator.calls.map(({ outcome }) => outcome);
    expect(outcomes[0]).toBe('AuthFailure.SignatureExpire');
    expect(new Set(outcomes.slice(1))).toEqual(new Set(['ok']));
  });

  it('is set in the middle of a rollout, for the trigger too', async () => {
    const world = await openWorld();
    const action = 'RollingUpdateApplicationByVersion';
    world.simulator.faults.inject({ kind: 'clock-skew', action, seconds: 600 });
    const run = await world.run(UPDATE);
    expect(world.changes()).toEqual([`${action} → AuthFailure.SignatureExpire`, `${action} → ok`]);
    expect(world.application.rollouts).toHaveLength(1);
    expect(run.exitCode).toBe(0);
  });
});
