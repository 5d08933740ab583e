import { createInterface } from 'node:readline';
import { DEMO_CREDENTIALS } from '../simulator/index.ts';
import type { TimedRun, World } from '../__tests__/scenarios/world.ts';
import { closeWorlds, openWorld } from '../__tests__/scenarios/world.ts';
import {
  check,
  frameEnd,
  framed,
  framedLine,
  frameTop,
  outputLines,
  paragraph,
  shownByGitHub,
  title,
} from './terminal.ts';

const SPEED = 5;

const NO_KEYS = { 'secret-id': '', 'secret-key': '' };
const ENVIRONMENT = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
};

type Inputs = Record<string, string>;

try {
  process.exitCode = (await demo()) ? 0 : 1;
} finally {
  await closeWorlds();
}

/** Two jobs of a workflow with an approval between them. True where all is as it should be. */
async function demo(): Promise<boolean> {
  const world = await openWorld({ speed: SPEED });
  title('Deploy to Tencent Cloud: a BETA rollout with an approval');
  paragraph(
    'Tencent Cloud is simulated in this process: shop-api runs v2.3.9 in 6 instances. The action is',
    'the built one, dist/index.js, started as a GitHub runner starts it. Time runs here',
    `${SPEED} times as fast as it would; the times in the log are those of the cloud.`,
  );

  title('Job 1 · deploy: one instance gets v2.4.0, then the step stops and is green');
  const first = await step(world, {
    operation: 'tem-rolling-update',
    'deploy-version': 'v2.4.0',
    'deploy-strategy': 'BETA',
    'beta-batch-num': '1',
    'total-batch-count': '2',
    'batch-interval': '60',
  });

  title('Job 2 · promote: behind an approval (environment: production), the rest follows');
  const revisionId = first.outputs['revision-id'] ?? '';
  const second = await step(world, { operation: 'tem-resume', 'revision-id': revisionId });

  title('Is all as it should be?');
  return verdict(world, first, second);
}

/** Runs one step: shows its lines in the workflow, its log as it comes, its outputs and its summary. */
async function step(world: World, inputs: Inputs): Promise<TimedRun> {
  const { applicationId, environmentId, region } = world.application;
  const target = { region, 'application-id': applicationId, 'environment-id': environmentId };
  const { operation = '', ...others } = inputs;
  framed('The step in the workflow', workflowStep({ operation, ...target, ...others }));
  frameTop('Its log');
  const run = await world.run(
    { ...inputs, ...NO_KEYS },
    {
      env: ENVIRONMENT,
      onStart: ({ stdout }) => {
        if (stdout === null) return;
        createInterface({ input: stdout }).on('line', (line) => {
          shownByGitHub(line).forEach(framedLine);
        });
      },
    },
  );
  frameEnd();
  framed(`Its outputs (exit code ${run.exitCode})`, outputLines(run));
  framed('Its job summary, as Markdown', run.summary.trimEnd().split('\n'));
  return run;
}

function workflowStep(inputs: Inputs): string[] {
  return [
    '- uses: OWNER/REPO@v1',
    '  env:',
    '    TENCENTCLOUD_SECRET_ID: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
    '    TENCENTCLOUD_SECRET_KEY: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
    '  with:',
    ...Object.entries(inputs).map(([name, value]) => `    ${name}: ${value}`),
  ];
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
  console.log('');
  return checks.every(Boolean);
}
