import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../simulator/index.ts';
import { UPDATE, annotated, closeWorlds, count, startWorld } from './world.ts';
import type { Inputs, Run, TestWorld } from './world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';
const RESUME = 'ResumeDeployApplication';
const REVERT = 'RevertDeployApplication';
const STEP = { ...UPDATE, 'on-cancel': 'revert' };

afterEach(closeWorlds);

interface Cancelled {
  readonly world: TestWorld;
  readonly main: Run;
  readonly post: Run;
}

/** Cancels the step after so many seconds, and runs what comes after the job. */
async function cancelAfter(
  seconds: number,
  behaviour: Partial<Behaviour>,
  inputs: Inputs = STEP,
  prepare: (world: TestWorld) => void = () => undefined,
): Promise<Cancelled> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60, ...behaviour } });
  prepare(world);
  world.clock.at(seconds, () => {
    world.cancel();
  });
  return runBoth(world, inputs);
}

async function runBoth(world: TestWorld, inputs: Inputs): Promise<Cancelled> {
  const main = await world.run(inputs);
  return { world, main, post: await world.post(inputs, main) };
}

/** The answer to this call comes when the job is cancelled already. */
function cancelOnAnswer(world: TestWorld, action: string): void {
  world.intercept((called) => {
    if (called === action) world.cancel();
    return undefined;
  });
}

/** The cloud executes this call, and the cancelled job never gets its answer. */
function cancelAndLoseAnswer(world: TestWorld, action: string): void {
  world.intercept((called) => {
    if (called !== action) return undefined;
    world.cancel();
    throw new Error('cut off');
  });
}

function expectCancelled(main: Run): void {
  expect(main).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
}

function expectTakenBack({ application }: TestWorld): void {
  expect(application.isDeploying).toBe(false);
  const versions = application.pods().map(({ deployVersion }) => deployVersion);
  expect(versions).toEqual(['v2.3.9', 'v2.3.9']);
}

describe('on-cancel: keep', () => {
  it('leaves the rollout as it is, and nothing to the end of the job', async () => {
    const { world, main, post } = await cancelAfter(30, {}, UPDATE);
    expectCancelled(main);
    expect(main.seconds).toBe(30);
    expect(annotated(main)).toContain('The rollout was left as it is.');
    expect(annotated(main)).toContain('operation: tem-wait');
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(post).toMatchObject({ exitCode: 0, calls: [], lines: [] });
    expect(world.application.isDeploying).toBe(true);
  });
});

describe('on-cancel: revert', () => {
  it('sends the revert at once, and the end of the job confirms it', async () => {
    const { world, main, post } = await cancelAfter(30, {});
    expectCancelled(main);
    expect(main.seconds).toBe(30);
    expect(count(main, REVERT)).toBe(1);
    expect(annotated(main)).toContain('The rollout is being taken back.');
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(post.calls).not.toContain(REVERT);
    expect(post.lines.at(-1)).toMatch(/^▸ Result {8}reverted in /);
    expectTakenBack(world);
  });

  it('before anything was started leaves nothing to do', async () => {
    const world = await startWorld();
    world.beforeCall((action) => {
      if (action === 'DescribeApplicationPods') world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(main.calls).not.toContain(TRIGGER);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });

  it('while the trigger is answered takes back what it began', async () => {
    const world = await startWorld();
    cancelOnAnswer(world, TRIGGER);
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(count(main, REVERT)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expectTakenBack(world);
  });

  it.each([0, 10])(
    'while the answer to the trigger is lost leaves it to the end of the job (shows after %i s)',
    async (visibleAfterSeconds) => {
      const behaviour = { podStartSeconds: 60, visibleAfterSeconds };
      const world = await startWorld({ behaviour });
      cancelAndLoseAnswer(world, TRIGGER);
      const { main, post } = await runBoth(world, STEP);
      expectCancelled(main);
      expect(main.calls).not.toContain(REVERT);
      expect(post).toMatchObject({ exitCode: 0 });
      expect(count(post, REVERT)).toBe(1);
      expectTakenBack(world);
    },
  );

  it('while the trigger does not arrive leaves what runs alone', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'hang', action: TRIGGER });
    world.beforeCall((action) => {
      if (action === TRIGGER) world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expect(post.lines.join('\n')).toContain('nothing to do');
  });

  it('before an empty revision ID has been found leaves it to the end of the job', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 20 };
    const { world, main, post } = await cancelAfter(10, behaviour);
    expectCancelled(main);
    expect(annotated(main)).toContain('The revert is left to the end of the job.');
    expect(main.calls).not.toContain(REVERT);
    expect(count(post, REVERT)).toBe(1);
    expectTakenBack(world);
  });

  it('while another rollout is waited for leaves that one alone', async () => {
    const startAnother = ({ application }: TestWorld) => {
      application.startRollout({ DeployVersion: 'v9' });
    };
    const { world, main, post } = await cancelAfter(20, {}, STEP, startAnother);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
    expect(world.application.isDeploying).toBe(true);
  });

  it('after somebody else was faster leaves that rollout alone', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    let isTheirs = false;
    world.beforeCall((action) => {
      if (action !== TRIGGER || isTheirs) return;
      isTheirs = true;
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    world.clock.at(20, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v9');
    expect(world.application.isDeploying).toBe(true);
  });

  it('ends as cancelled during a revert by another policy, which the end of the job confirms', async () => {
    const behaviour = { neverReady: true, revertSeconds: 60 };
    const inputs = { ...STEP, timeout: '2m', 'on-timeout': 'revert' };
    const { world, main, post } = await cancelAfter(140, behaviour, inputs);
    expectCancelled(main);
    expect(count(main, REVERT)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expectTakenBack(world);
  });

  it('while a confirmation is unclear takes back the rollout that the step attached to', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 10 } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', DeployStrategyType: 'BETA' });
    world.clock.manual.advance(30);
    world.simulator.faults.inject({ kind: 'http-502-html', action: RESUME });
    world.clock.at(40, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, { operation: 'tem-resume', 'on-cancel': 'revert' });
    expectCancelled(main);
    expect(count(main, RESUME)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expectTakenBack(world);
  });

  it('after the verdict changes nothing, even where the download URL is asked for', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    world.beforeCall((action) => {
      if (action === 'GenerateApplicationPackageDownloadUrl') world.cancel();
    });
    const { main, post } = await runBoth(world, { ...STEP, 'package-name': 'shop.jar' });
    expect(main).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });

  it('after wait: false has left leaves nothing to do', async () => {
    const world = await startWorld();
    const { main, post } = await runBoth(world, { ...STEP, wait: 'false' });
    expect(main).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });
});

describe('the revert after a cancel', () => {
  it('that was refused is tried once more at the end of the job', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60, revertSucceeds: false } });
    world.clock.at(30, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    expect(annotated(main)).toContain('TEM refused to take the rollout back');
    world.application.behaviour.revertSucceeds = true;
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectTakenBack(world);
  });

  it('that is refused again is red, with the lines to copy', async () => {
    const { main, post } = await cancelAfter(30, { revertSucceeds: false });
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(annotated(post)).toContain('TEM did not take the rollout back after the cancel');
    expect(annotated(post)).toContain('operation: tem-revert');
  });

  it.each([
    { kind: 'http-502-html', sent: 1, because: 'it never arrived' },
    { kind: 'reset-after', sent: 0, because: 'it did arrive' },
  ] as const)(
    'whose answer was lost is sent $sent times more: $because',
    async ({ kind, sent }) => {
      const injectFault = ({ simulator }: TestWorld) => {
        simulator.faults.inject({ kind, action: REVERT });
      };
      const { world, main, post } = await cancelAfter(30, {}, STEP, injectFault);
      expectCancelled(main);
      expect(annotated(main)).toContain('It is not known whether the revert arrived');
      expect(post).toMatchObject({ exitCode: 0 });
      expect(count(post, REVERT)).toBe(sent);
      expectTakenBack(world);
    },
  );

  it('that the cloud answers with an error is said, and tried once more', async () => {
    const refuse = ({ simulator }: TestWorld) => {
      const code = 'UnauthorizedOperation';
      simulator.faults.inject({
        kind: 'api-error',
        action: REVERT,
        occurrence: 'every',
        code,
        message: 'Not authorized.',
      });
    };
    const { main, post } = await cancelAfter(30, {}, STEP, refuse);
    expectCancelled(main);
    expect(annotated(main)).toContain('The revert could not be sent (Not authorized.)');
    expect(post).toMatchObject({ exitCode: 1 });
    expect(annotated(post)).toContain('allow tem:RevertDeployApplication');
  });

  it('is confirmed for three minutes at the most', async () => {
    const { post } = await cancelAfter(30, { revertSeconds: 3600 });
    expect(post).toMatchObject({ exitCode: 1, seconds: 180 });
    expect(annotated(post)).toContain('the revert is under way and has not finished yet');
  });

  it('is not sent for a rollout that ended meanwhile', async () => {
    const refuse = ({ simulator }: TestWorld) => {
      simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    };
    const world = await startWorld({ behaviour: { podStartSeconds: 20 } });
    refuse(world);
    world.clock.at(15, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v2.4.0');
  });

  it('leaves a rollout alone that has taken the place of ours', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 20 } });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.clock.at(15, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v9');
  });
});
