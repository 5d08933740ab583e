import type { TimedRun, World } from '../__tests__/scenarios/world.ts';
import type { Shown } from './scenes.ts';
import type { Inputs } from './step.ts';
import { step } from './step.ts';
import { check, framed, title } from './terminal.ts';

const FIRST_JOB = 'Job deploy: one instance gets v2.4.0, then the step ends with "waiting"';
const SECOND_JOB = 'Job promote: approved (environment: production), the other batches follow';

/** Shows two jobs of a workflow with an approval between them, in full. */
export async function showApproval(world: World): Promise<Shown> {
  title(FIRST_JOB);
  const first = await rollOut(world, {
    operation: 'tem-rolling-update',
    'deploy-version': 'v2.4.0',
    'deploy-strategy': 'BETA',
    'beta-batch-num': '1',
    'total-batch-count': '2',
    'batch-interval': '60',
  });
  title(SECOND_JOB);
  const revisionId = first.outputs['revision-id'] ?? '';
  const second = await rollOut(world, { operation: 'tem-resume', 'revision-id': revisionId });
  return {
    sections: [
      { title: FIRST_JOB, markdown: first.summary },
      { title: SECOND_JOB, markdown: second.summary },
    ],
    isRight: judge(world, first, second),
  };
}

/** Runs a step of the rollout, with its job summary. */
async function rollOut(world: World, inputs: Inputs): Promise<TimedRun> {
  const { applicationId, environmentId, region } = world.application;
  const target = { region, 'application-id': applicationId, 'environment-id': environmentId };
  const { operation = '', ...others } = inputs;
  const run = await step(world, { operation, ...target, ...others });
  framed('Its job summary, as Markdown', run.summary.trimEnd().split('\n'));
  return run;
}

function judge({ application, changes }: World, first: TimedRun, second: TimedRun): boolean {
  const serving = application
    .pods()
    .filter(({ deployVersion, ready }) => ready && deployVersion === 'v2.4.0');
  const checks = [
    check(
      'The first step succeeds and waits for the confirmation',
      first.exitCode === 0 && first.outputs.status === 'waiting',
    ),
    check(
      'The second step succeeds',
      second.exitCode === 0 && second.outputs.status === 'succeeded',
    ),
    check(
      "Both name the cloud's revision",
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
