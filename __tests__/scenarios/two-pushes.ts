import { openWorld } from './world.ts';

/** What two pushes without a concurrency group came to. */
export interface TwoPushes {
  readonly statuses: readonly (string | undefined)[];
  /** The versions that were rolled out, in order. */
  readonly versions: readonly string[];
  readonly states: readonly string[];
}

export const STRATEGIES = {
  AUTO: { 'deploy-strategy': 'AUTO', 'total-batch-count': '2' },
  BETA: { 'deploy-strategy': 'BETA', 'beta-batch-num': '1', 'on-waiting': 'resume' },
} as const;

/** Runs two steps in processes of their own, the second so many seconds after the first. */
export async function pushTwice(
  strategy: keyof typeof STRATEGIES,
  secondsBetween: number,
): Promise<TwoPushes> {
  const world = await openWorld({ inProcess: true });
  const update = (version: string) =>
    world.run({
      ...{ operation: 'tem-rolling-update', 'deploy-version': version, 'on-failure': 'revert' },
      ...STRATEGIES[strategy],
    });
  const first = update('v2.4.0');
  const second = new Promise<Awaited<typeof first>>((resolve, reject) => {
    let isStarted = false;
    world.time.after(secondsBetween, () => {
      isStarted = true;
      update('v2.5.0').then(resolve, reject);
    });
    // Time moves on with the processes: without one the second push would never come.
    first.then(() => {
      if (!isStarted) world.time.pass(secondsBetween);
    }, reject);
  });
  const runs = await Promise.all([first, second]);
  const { rollouts } = world.application;
  return {
    statuses: runs.map(({ outputs }) => outputs.status),
    versions: rollouts.map(({ deployVersion }) => deployVersion),
    states: rollouts.map(({ state }) => state),
  };
}
