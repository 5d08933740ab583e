import { describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { sharedTime } from '../scenarios/shared-time.ts';
import { ends, openExampleWorld } from './example.ts';

const PUSH = { name: 'push' } as const;
const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const CHANGES = /^(RollingUpdate|Resume|Revert)/;

const shop = ({ tem }: Simulator) => tem.application('app-shop0001');
/** The versions that instances run, each once, and whether all are ready. */
const serving = (simulator: Simulator, applicationId = 'app-shop0001') => {
  const pods = simulator.tem.application(applicationId).pods();
  return [...new Set(pods.map(({ deployVersion, ready }) => `${deployVersion} ${String(ready)}`))];
};

describe('tem-jar.yml', () => {
  const repository = {
    mvnw: '#!/bin/sh\nmkdir target && printf "the shop" > target/shop-2.4.0.jar\n',
  };
  const open = () =>
    openExampleWorld(() => ({
      tem: { applications: [{ ...DEMO_APPLICATION, deployMode: 'JAR' }] },
    }));

  it('builds the JAR, uploads it and rolls it out', async () => {
    const { run, simulator } = await open();
    const ended = await run('tem-jar.yml', PUSH, { repository });
    expect(ends(ended)).toEqual(['deploy: success']);
    const { environment, steps } = ended.job('deploy');
    expect(environment).toEqual({ name: 'production', url: '' });
    expect(steps.map(({ title }) => title).slice(0, 3)).toEqual([
      'actions/checkout@v7',
      'actions/setup-java@v5',
      './mvnw -B package',
    ]);
    expect(steps.at(-1)?.summary).toBe('It ended as succeeded; before it was v2.3.9.\n');
    const put = simulator.cos.requests.find(({ method }) => method === 'PUT');
    expect(put?.key).toMatch(/shop-2\.4\.0\.jar$/);
    expect(shop(simulator)).toMatchObject({ pkgName: put?.key, deployVersion: '7.1' });
    expect(serving(simulator)).toEqual(['7.1 true']);
  });

  it('takes a version that does not start back, and is red', async () => {
    const { run, simulator } = await open();
    shop(simulator).behaviour.crash = CRASH;
    const ended = await run('tem-jar.yml', PUSH, { repository });
    expect(ends(ended)).toEqual(['deploy: failure']);
    expect(ended.job('deploy').steps.at(-1)?.summary).toContain('It ended as reverted');
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('does not deploy what does not build', async () => {
    const { run, simulator } = await open();
    const ended = await run('tem-jar.yml', PUSH, { repository: { mvnw: '#!/bin/sh\nexit 1\n' } });
    expect(ends(ended)).toEqual(['deploy: failure']);
    expect(simulator.calls).toEqual([]);
  });
});

describe('tem-image.yml', () => {
  it('deploys the tag that was pushed', async () => {
    const { run, simulator } = await openExampleWorld();
    const ended = await run('tem-image.yml', PUSH);
    expect(ends(ended)).toEqual(['image: success', 'deploy: success']);
    const build = ended.job('image').steps.at(-1);
    expect(build?.inputs.tags).toBe(`ccr.ccs.tencentyun.com/shop/api:${SHA}`);
    expect(serving(simulator)).toEqual([`${SHA} true`]);
  });
});

describe('tem-beta-approval.yml', () => {
  const event = { name: 'workflow_dispatch', inputs: { version: 'v2.4.0' } } as const;

  it('brings one instance, and after the approval the rest', async () => {
    const { run, simulator, callsOf } = await openExampleWorld();
    const before: (string | undefined)[] = [];
    const ended = await run('tem-beta-approval.yml', event, {
      approve: (environment) => {
        before.push(environment, ...serving(simulator));
        return true;
      },
    });
    expect(before.sort()).toEqual(['production', 'v2.3.9 true', 'v2.4.0 true']);
    expect(ends(ended)).toEqual(['beta: success', 'rest: success', 'take-back: skipped']);
    expect(ended.job('beta').outputs).toEqual({
      status: 'waiting',
      revision: shop(simulator).revisionId,
    });
    expect(ended.job('rest').steps[0]?.inputs['revision-id']).toBe(shop(simulator).revisionId);
    expect(serving(simulator)).toEqual(['v2.4.0 true']);
    expect(callsOf('tem').filter((action) => CHANGES.test(action))).toEqual([
      'RollingUpdateApplicationByVersion',
      'ResumeDeployApplication',
    ]);
  });

  it('takes it back where the approval is refused', async () => {
    const { run, simulator } = await openExampleWorld();
    const ended = await run('tem-beta-approval.yml', event, { approve: () => false });
    expect(ends(ended)).toEqual(['beta: success', 'rest: failure', 'take-back: success']);
    expect(ended.job('take-back').steps[0]?.outputs.status).toBe('reverted');
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('ends where the first instance does not start', async () => {
    const { run, simulator } = await openExampleWorld();
    shop(simulator).behaviour.crash = CRASH;
    const ended = await run('tem-beta-approval.yml', event);
    expect(ends(ended)).toEqual(['beta: failure', 'rest: skipped', 'take-back: skipped']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('changes nothing where somebody else has deployed meanwhile', async () => {
    const { run, simulator, callsOf } = await openExampleWorld();
    const ended = await run('tem-beta-approval.yml', event, {
      approve: () => {
        shop(simulator).revert();
        return true;
      },
    });
    expect(ended.job('rest').result).toBe('failure');
    expect(callsOf('tem')).not.toContain('ResumeDeployApplication');
  });
});

describe('tem-rollback.yml', () => {
  const dispatch = (inputs: Record<string, string | boolean>) =>
    ({ name: 'workflow_dispatch', inputs }) as const;

  it('deploys an earlier version again', async () => {
    const { run, simulator } = await openExampleWorld();
    const ended = await run('tem-rollback.yml', dispatch({ version: 'v2.3.8' }));
    expect(ends(ended)).toEqual(['take-back: skipped', 'earlier-version: success']);
    expect(shop(simulator).rollouts[0]?.batches).toEqual([6]);
    expect(serving(simulator)).toEqual(['v2.3.8 true']);
  });

  it('takes the rollout that waits back', async () => {
    const time = sharedTime();
    const { run, simulator } = await openExampleWorld(() => ({}), time);
    shop(simulator).startRollout({
      DeployVersion: 'v2.4.0',
      DeployStrategyType: 'BETA',
      BetaBatchNum: 1,
      TotalBatchCount: 2,
    });
    time.pass(60);
    const ended = await run('tem-rollback.yml', dispatch({}));
    expect(ends(ended)).toEqual(['take-back: success', 'earlier-version: skipped']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('only shows what would happen', async () => {
    const { run, simulator, callsOf } = await openExampleWorld();
    const ended = await run('tem-rollback.yml', dispatch({ version: 'v2.3.8', 'dry-run': true }));
    expect(ended.job('earlier-version').steps[0]?.outputs.status).toBe('planned');
    expect(callsOf('tem').filter((action) => CHANGES.test(action))).toEqual([]);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });

  it('is refused in another number of batches', async () => {
    const { run } = await openExampleWorld();
    const wrong = dispatch({ version: 'v2.3.8', batches: '9' });
    await expect(run('tem-rollback.yml', wrong)).rejects.toThrow('not in 1,2,3');
  });

  it('is red where there is nothing to take back', async () => {
    const { run, simulator } = await openExampleWorld();
    const ended = await run('tem-rollback.yml', dispatch({}));
    expect(ends(ended)).toEqual(['take-back: failure', 'earlier-version: skipped']);
    expect(serving(simulator)).toEqual(['v2.3.9 true']);
  });
});

const CRASH = { status: 'CrashLoopBackOff' };
