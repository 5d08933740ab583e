import { describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { ApplicationSeed, Simulator } from '../../simulator/index.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import { dispatch, ends, openExampleWorld, PUSH, SHA, trust } from './example-world.ts';
import { expectAllowed } from './policies.ts';

const VERSION = dispatch({ version: 'v2.4.0' });
const CRASH = { status: 'CrashLoopBackOff' };
const JAR = { tem: { applications: [{ ...DEMO_APPLICATION, deployMode: 'JAR' as const }] } };

const shop = ({ tem }: Simulator) => tem.application('app-shop0001');
/** The versions that instances run, each once, and whether all are ready. */
const serving = (simulator: Simulator) => {
  const pods = shop(simulator).pods();
  return [...new Set(pods.map(({ deployVersion, ready }) => `${deployVersion} ${String(ready)}`))];
};

describe('keyless.yml', () => {
  it.each(['names', 'immutable'] as const)(
    'deploys with an ID token, and no secret at all (subject: %s)',
    async (form) => {
      const world = await openExampleWorld({}, sharedTime(), form);
      trust(world, 'environment:production');
      const run = await world.run('keyless.yml', PUSH, { secrets: {} });
      expect(ends(run)).toEqual(['deploy: success']);
      expect(shop(world.simulator).deployVersion).toBe(SHA);
    },
  );
});

describe('tem-image.yml', () => {
  it('deploys the tag that was pushed', async () => {
    const world = await openExampleWorld();
    const run = await world.run('tem-image.yml', PUSH);
    expect(ends(run)).toEqual(['image: success', 'deploy: success']);
    const build = run.job('image').steps.at(-1);
    expect(build?.inputs.tags).toBe(`ccr.ccs.tencentyun.com/shop/api:${SHA}`);
    expect(serving(world.simulator)).toEqual([`${SHA} true`]);
    expectAllowed(world, 'tem-rolling-update');
  });
});

describe('tem-jar.yml', () => {
  const repository = {
    mvnw: '#!/bin/sh\nmkdir target && printf "the shop" > target/shop-2.4.0.jar\n',
  };

  it('builds the JAR, uploads it and rolls it out', async () => {
    const world = await openExampleWorld(JAR);
    const before = shop(world.simulator).pkgName;
    const run = await world.run('tem-jar.yml', PUSH, { repository });
    expect(ends(run)).toEqual(['deploy: success']);
    const put = world.simulator.cos.requests.find(({ method }) => method === 'PUT');
    expect(put?.key).toMatch(/shop-2\.4\.0\.jar$/);
    expect(run.job('deploy').steps.at(-1)?.summary).toBe(
      `The rollout of ${put?.key} ended as succeeded. The previous version was v2.3.9 in ${before}.\n`,
    );
    expect(shop(world.simulator)).toMatchObject({ pkgName: put?.key, deployVersion: '7.1' });
    expectAllowed(world, 'tem-rolling-update with a package');
  });

  it('fails and rolls back a version that does not start', async () => {
    const world = await openExampleWorld(JAR);
    shop(world.simulator).behaviour.crash = CRASH;
    const run = await world.run('tem-jar.yml', PUSH, { repository });
    expect(ends(run)).toEqual(['deploy: failure']);
    expect(run.job('deploy').steps.at(-1)?.summary).toContain('ended as reverted');
    expect(serving(world.simulator)).toEqual(['v2.3.9 true']);
  });
});

describe('tem-beta-approval.yml', () => {
  it('deploys to one instance, and after the approval to the rest', async () => {
    const world = await openExampleWorld();
    const before: string[] = [];
    const run = await world.run('tem-beta-approval.yml', VERSION, {
      approve: (environment) => before.push(environment, ...serving(world.simulator)) > 0,
    });
    expect(before.sort()).toEqual(['production', 'v2.3.9 true', 'v2.4.0 true']);
    expect(ends(run)).toEqual(['beta: success', 'rest: success', 'roll-back: skipped']);
    const { revisionId } = shop(world.simulator);
    expect(run.job('beta').outputs).toEqual({ status: 'waiting', revision: revisionId });
    expect(run.job('rest').steps[0]?.inputs['revision-id']).toBe(revisionId);
    expect(serving(world.simulator)).toEqual(['v2.4.0 true']);
    expectAllowed(world, 'tem-rolling-update', 'tem-resume');
  });

  it('rolls back if the approval is refused', async () => {
    const world = await openExampleWorld();
    const run = await world.run('tem-beta-approval.yml', VERSION, { approve: () => false });
    expect(ends(run)).toEqual(['beta: success', 'rest: failure', 'roll-back: success']);
    expect(serving(world.simulator)).toEqual(['v2.3.9 true']);
    expectAllowed(world, 'tem-rolling-update', 'tem-revert');
  });
});

describe('tem-rollback.yml', () => {
  it('deploys an earlier version again', async () => {
    const time = sharedTime();
    const world = await openExampleWorld({}, time);
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    shop(world.simulator).startRollout({ DeployVersion: 'v2.4.0', ...beta });
    time.pass(60);
    const ended = await world.run('tem-rollback.yml', dispatch({ version: 'v2.3.8' }));
    expect(ends(ended)).toEqual(['roll-back: success']);
    expect(serving(world.simulator)).toEqual(['v2.3.8 true']);
    expectAllowed(world, 'tem-rollback');
  });

  it('deploys the previous image again once its rollout has ended', async () => {
    const time = sharedTime();
    const { run, simulator } = await openExampleWorld({}, time);
    shop(simulator).startRollout({ DeployVersion: 'v2.4.0' });
    time.pass(300);
    const ended = await run('tem-rollback.yml', dispatch({}));
    expect(ends(ended)).toEqual(['roll-back: success']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('deploys the previous package again by its name', async () => {
    const time = sharedTime();
    const jar = { ...DEMO_APPLICATION, deployMode: 'JAR', pkgName: 'shop-2.3.9.jar' } as const;
    const { run, simulator } = await openExampleWorld({ tem: { applications: [jar] } }, time);
    shop(simulator).startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    time.pass(300);
    const inputs = { 'package-name': 'shop-2.3.9.jar' };
    const ended = await run('tem-rollback.yml', dispatch(inputs));
    expect(ends(ended)).toEqual(['roll-back: success']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
    expect(shop(simulator).pkgName).toBe('shop-2.3.9.jar');
  });

  it('reverts a rollout that is paused', async () => {
    const time = sharedTime();
    const { run, simulator } = await openExampleWorld({}, time);
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    shop(simulator).startRollout({ DeployVersion: 'v2.4.0', ...beta });
    time.pass(60);
    const ended = await run('tem-rollback.yml', dispatch({}));
    expect(ends(ended)).toEqual(['roll-back: success']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });
});

describe('tem-deployment.yml', () => {
  it.each([
    [0, ['beta: success', 'rest: success', 'roll-back: skipped'], SHA, 'success'],
    [1, ['beta: failure', 'rest: skipped', 'roll-back: success'], 'v2.3.9', 'failure'],
  ])('keeps one Deployment of all jobs (smoke test: %d)', async (code, jobs, version, state) => {
    const world = await openExampleWorld();
    const repository = { 'smoke-test.sh': `#!/bin/sh\necho "tested $1"\nexit ${code}\n` };
    const run = await world.run('tem-deployment.yml', PUSH, { repository });
    expect(ends(run)).toEqual(jobs);
    expect(run.job('beta').steps[2]?.log).toBe('tested https://shop.example.com\n');
    expect(serving(world.simulator)).toEqual([`${version} true`]);
    expect(world.github.deployments).toHaveLength(1);
    const [deployment] = world.github.deployments;
    expect(deployment?.request).toMatchObject({ ref: SHA, environment: 'production' });
    const states = deployment?.statuses.map((status) => status.state);
    expect(states).toEqual(['in_progress', 'in_progress', state]);
  });
});

describe('tem-many-environments.yml, which calls tem-deploy.yml,', () => {
  const PLACES: ApplicationSeed[] = [
    { applicationId: 'app-shopstag', environmentId: 'en-stag0001', instances: 2 },
    { applicationId: 'app-shop0001', environmentId: 'en-prod0001' },
    { applicationId: 'app-shopsgp1', environmentId: 'en-sgp00001', region: 'ap-singapore' },
  ];
  const open = () => openExampleWorld({ tem: { applications: PLACES } });

  it('deploys in one environment after another', async () => {
    const { run, simulator } = await open();
    const { jobs } = await run('tem-many-environments.yml', VERSION);
    expect(jobs.map(({ name, result, environment }) => [name, result, environment])).toEqual(
      ['staging', 'production', 'production-singapore'].map((environment) => [
        ...['deploy / deploy', 'success'],
        environment,
      ]),
    );
    const { applications } = simulator.tem;
    expect(applications.map(({ deployVersion }) => deployVersion)).toEqual(
      PLACES.map(() => 'v2.4.0'),
    );
    expect(applications.map(({ rollouts }) => rollouts[0]?.batches.length)).toEqual([2, 2, 2]);
  });

  it('stops at the first environment that fails', async () => {
    const { run, simulator } = await open();
    simulator.tem.application('app-shopstag').behaviour.crash = CRASH;
    const ended = await run('tem-many-environments.yml', VERSION);
    expect(ends(ended)).toEqual([
      'deploy / deploy: failure',
      'deploy: cancelled',
      'deploy: cancelled',
    ]);
    expect(simulator.tem.applications.map(({ rollouts }) => rollouts.length)).toEqual([1, 0, 0]);
  });
});
