import { createInterface } from 'node:readline';
import { DEMO_CREDENTIALS } from '../simulator/index.ts';
import type { TimedRun, World } from '../__tests__/scenarios/world.ts';
import { frameEnd, framed, framedLine, frameTop, outputLines, shownByGitHub } from './terminal.ts';

export type Inputs = Record<string, string>;

const NO_KEYS = { 'secret-id': '', 'secret-key': '' };
const ENVIRONMENT = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
};

export interface StepMore {
  /** As under `with:`, but not shown: what leads to the simulator. */
  hidden?: Inputs;
  env?: Record<string, string>;
}

/** Runs one step: shows its lines in the workflow, its log as it comes, and its outputs. */
export async function step(
  world: World,
  inputs: Inputs,
  { hidden = {}, env = {} }: StepMore = {},
): Promise<TimedRun> {
  framed('The step in the workflow', workflowStep(inputs));
  frameTop('Its log');
  const run = await world.run(
    { ...hidden, ...inputs, ...NO_KEYS },
    {
      env: { ...ENVIRONMENT, ...env },
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
