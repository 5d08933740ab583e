import type { TimedRun, World } from '../__tests__/scenarios/world.ts';
import { closeWorlds, openWorld } from '../__tests__/scenarios/world.ts';
import { showServices } from './services.ts';
import type { Inputs } from './step.ts';
import { step } from './step.ts';
import { check, framed, paragraph, title } from './terminal.ts';

const SPEED = 5;

try {
  process.exitCode = (await demo()) ? 0 : 1;
} finally {
  await closeWorlds();
}

/** Two jobs of a workflow with an approval between them, then the other services. True where all is as it should be. */
async function demo(): Promise<boolean> {
  const world = await openWorld({ speed: SPEED });
  title('Deploy to Tencent Cloud: a BETA rollout with an approval');
  paragraph(
    'Tencent Cloud is simulated in this process: shop-api runs v2.3.9 in 6 instances. The action is',
    'the built one, dist/index.js, started as a GitHub runner starts it. Time runs here',
    `${SPEED} times as fast as it would; the times in the log are those of the cloud.`,
  );

  title('Job 1 · deploy: one instance gets v2.4.0, then the step stops and is green');
  const first = await rollOut(world, {
    operation: 'tem-rolling-update',
    'deploy-version': 'v2.4.0',
    'deploy-strategy': 'BETA',
    'beta-batch-num': '1',
    'total-batch-count': '2',
    'batch-interval': '60',
  });

  title('Job 2 · promote: behind an approval (environment: production), the rest follows');
  const revisionId = first.outputs['revision-id'] ?? '';
  const second = await rollOut(world, { operation: 'tem-resume', 'revision-id': revisionId });

  const areServicesRight = await showServices(world);

  title('Is all as it should be?');
  const isRolledOut = verdict(world, first, second);
  return areServicesRight() && isRolledOut;
}

/** A step of the rollout, and its job summary. */
async function rollOut(world: World, inputs: Inputs): Promise<TimedRun> {
  const { applicationId, environmentId, region } = world.application;
  const target = { region, 'application-id': applicationId, 'environment-id': environmentId };
  const { operation = '', ...others } = inputs;
  const run = await step(world, { operation, ...target, ...others });
  framed('Its job summary, as Markdown', run.summary.trimEnd().split('\n'));
  return run;
}

function verdict({ application, changes }: World, first: TimedRun, second: TimedRun): boolean {
  const serving = application
    .pods()
    .filter(({ deployVersion, ready }) => ready && deployVersion === 'v2.4.0');
  const checks = [
    check(
      'The first step is green and waits for the confirmation',
      first.exitCode === 0 && first.outputs.status === 'waiting',
    ),
    check(
      'The second step is green and succeeded',
      second.exitCode === 0 && second.outputs.status === 'succeeded',
    ),
    check(
      'Both speak of the revision that the cloud has',
      [first, second].every(({ outputs }) => outputs['revision-id'] === application.revisionId),
    ),
    check(
      `${serving.length} of ${application.instances} instances run v2.4.0 and are ready`,
      serving.length === application.instances && !application.isDeploying,
    ),
    check(
      'The cloud was asked for two changes: one rolling update, one confirmation',
      changes().join() === 'RollingUpdateApplicationByVersion → ok,ResumeDeployApplication → ok',
    ),
  ];
  return checks.every(Boolean);
}
