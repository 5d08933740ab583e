import type { TimedRun, World, WorldOptions } from '../__tests__/scenarios/world.ts';
import { openWorld } from '../__tests__/scenarios/world.ts';
import type { Section } from '../__tests__/render/page.ts';
import type { Inputs } from './step.ts';
import { shortStep } from './step.ts';
import { check, title } from './terminal.ts';

/** The result of a scene: its summaries, and whether all checks succeeded. */
export interface Shown {
  readonly sections: readonly Section[];
  readonly isRight: boolean;
}

interface Scene {
  readonly title: string;
  readonly inputs: Inputs;
  readonly behaviour?: WorldOptions['behaviour'];
  readonly prepare?: (world: World) => void;
  /** Returns what is checked, and whether it is true. */
  readonly judge: (world: World, run: TimedRun) => readonly [string, boolean];
}

const TRIGGER = 'RollingUpdateApplicationByVersion';
const RELEASE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const TWO_BATCHES = { ...RELEASE, 'deploy-strategy': 'AUTO', 'total-batch-count': '2' };

const SCENES: readonly Scene[] = [
  {
    title: 'Release v2.4.0: one instance first (BETA), then two batches',
    inputs: {
      ...RELEASE,
      'deploy-strategy': 'BETA',
      'beta-batch-num': '1',
      'total-batch-count': '2',
      'on-waiting': 'resume',
    },
    judge: (world, { exitCode, outputs }) => {
      const serving = countReady(world, 'v2.4.0');
      const isRight = exitCode === 0 && outputs.status === 'succeeded' && serving === 6;
      return [`Exit code ${exitCode}, ${serving} of 6 instances run v2.4.0`, isRight];
    },
  },
  {
    title: 'v2.4.0 crashes: the step rolls back (on-failure: revert) and fails',
    inputs: { ...TWO_BATCHES, 'on-failure': 'revert' },
    behaviour: { crash: { status: 'CrashLoopBackOff' } },
    judge: (world, { exitCode, outputs }) => {
      const serving = countReady(world, 'v2.3.9');
      const isRight = exitCode === 1 && outputs.status === 'reverted' && serving === 6;
      return [`Exit code ${exitCode}, ${serving} of 6 instances run v2.3.9`, isRight];
    },
  },
  {
    title: 'The answer to the trigger gets lost: the rollout is not started twice',
    inputs: TWO_BATCHES,
    prepare: ({ simulator }) => {
      simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    },
    judge: ({ application }, { exitCode }) => {
      const count = application.rollouts.length;
      const counted = `the simulated cloud counted ${count} ${count === 1 ? 'rollout' : 'rollouts'}`;
      return [`Exit code ${exitCode}, ${counted}`, exitCode === 0 && count === 1];
    },
  },
];

/** Shows every scene, each in a separate simulated account, whose time runs `speed` times as fast. */
export async function showScenes(speed: number): Promise<Shown> {
  const shown: Shown[] = [];
  for (const [index, scene] of SCENES.entries()) shown.push(await show(scene, index + 1, speed));
  return {
    sections: shown.flatMap(({ sections }) => sections),
    isRight: shown.every(({ isRight }) => isRight),
  };
}

async function show(scene: Scene, number: number, speed: number): Promise<Shown> {
  const { behaviour, inputs, judge, prepare } = scene;
  title(`${number}. ${scene.title}`);
  const world = await openWorld({ speed, ...(behaviour ? { behaviour } : {}) });
  prepare?.(world);
  const run = await shortStep(world, inputs, number === 1);
  const isRight = check(...judge(world, run));
  return { sections: [{ title: scene.title, markdown: run.summary }], isRight };
}

function countReady({ application }: World, version: string): number {
  return application.pods().filter(({ deployVersion, ready }) => ready && deployVersion === version)
    .length;
}
