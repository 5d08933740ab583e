import { afterEach, describe, expect, it } from '@jest/globals';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';
const DETAIL = 'DescribeDeployApplicationDetail';

afterEach(closeWorlds);

describe('a site without rollout details', () => {
  it('is followed by what it does tell', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, DETAIL)).toBe(1);
    expect(run.lines.join('\n')).toMatch(/rollout +deploying +0\/2/);
    expect(run.summary).toContain('| rollout | 2/2 |');
  });

  it('says where a batch waits, as far as it is told', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
  });

  it.each([
    ['on-waiting', 'resume'],
    ['on-failure', 'revert'],
    ['on-timeout', 'revert'],
    ['on-cancel', 'revert'],
  ])('refuses %s: %s before anything is changed', async (policy, value) => {
    const world = await startWorld({}, 'international');
    const run = await world.run({ ...UPDATE, [policy]: value });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain(`${policy}: ${value} cannot be done at this endpoint`);
    expect(annotated(run)).toContain('endpoint: tencentcloudapi.com');
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('names all policies that it cannot carry out', async () => {
    const world = await startWorld({}, 'international');
    const inputs = { 'on-waiting': 'resume', 'on-failure': 'revert', 'on-cancel': 'revert' };
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run.annotations[0]?.title).toContain(
      'on-waiting: resume, on-failure: revert, on-cancel: revert',
    );
  });

  it('lets tem-wait follow, but not with policies that it cannot carry out', async () => {
    const world = await startWorld({}, 'international');
    const followed = await world.run({ operation: 'tem-wait' });
    expect(followed).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    const refused = await world.run({ operation: 'tem-wait', 'on-timeout': 'revert' });
    expect(annotated(refused)).toContain('on-timeout: revert cannot be done at this endpoint');
  });

  it.each(['tem-resume', 'tem-revert'])('refuses %s', async (operation) => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    const run = await world.run({ operation });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain(`${operation} cannot be done at this endpoint`);
  });

  it('has a rollout adopted without knowing what ran before', async () => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.outputs).not.toHaveProperty('previous-version');
  });

  it('keeps waiting for another rollout where nothing tells its batches', async () => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v9' } });
  });
});

describe('an application without a rollout to tell of', () => {
  it.each([
    ['ResourceNotFound.ServiceRunningVersionNotFound', DETAIL],
    ['ResourceNotFound.ServiceRunningVersionNotFound', 'DescribeApplicationPods'],
  ])('is deployed for the first time (%s of %s)', async (code, action) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'api-error', action, code });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('fails where its pods cannot be listed', async () => {
    const world = await startWorld();
    const action = 'DescribeApplicationPods';
    world.simulator.faults.inject({ kind: 'api-error', action, code: 'UnauthorizedOperation' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('allow tem:DescribeApplicationPods');
  });
});
