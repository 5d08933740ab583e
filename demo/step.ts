import { createInterface } from 'node:readline';
import { DEMO_CREDENTIALS } from '../simulator/index.ts';
import type { RunMore, TimedRun, World } from '../__tests__/scenarios/world.ts';
import { essenceOf, isPreparation, shownByGitHub } from './log-lines.ts';
import { frameEnd, framed, framedLine, frameTop, printShort } from './terminal.ts';

export type Inputs = Record<string, string>;

const NO_KEYS = { 'secret-id': '', 'secret-key': '' };
const ENVIRONMENT = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
};

export interface StepMore {
  /** More inputs under `with:` that are not shown, such as the simulator's endpoint. */
  hidden?: Inputs;
  env?: Record<string, string>;
}

/** Runs one step and shows the essence of its log live; the preparation only for the first step. */
export function shortStep(world: World, inputs: Inputs, isFirst: boolean): Promise<TimedRun> {
  return run(world, inputs, {}, (line) => {
    essenceOf(line)
      .filter((shown) => isFirst || !isPreparation(shown))
      .forEach(printShort);
  });
}

/** Runs one step and shows its lines in the workflow, its log live, and its outputs. */
export async function step(
  world: World,
  inputs: Inputs,
  { hidden = {}, env = {} }: StepMore = {},
): Promise<TimedRun> {
  framed('The step in the workflow', workflowStep(inputs));
  frameTop('Its log');
  const ended = await run(world, { ...hidden, ...inputs }, env, (line) => {
    shownByGitHub(line).forEach(framedLine);
  });
  frameEnd();
  framed(`Its outputs (exit code ${ended.exitCode})`, outputLines(ended));
  return ended;
}

function run(
  world: World,
  inputs: Inputs,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<TimedRun> {
  const onStart: RunMore['onStart'] = ({ stdout }) => {
    if (stdout !== null) createInterface({ input: stdout }).on('line', onLine);
  };
  return world.run({ ...inputs, ...NO_KEYS }, { env: { ...ENVIRONMENT, ...env }, onStart });
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

/**
 * Leaves out `result`, which repeats the others as JSON, and the signature of a URL: whoever has it
 * can download.
 */
function outputLines({ outputs }: TimedRun): string[] {
  const { result, ...others } = outputs;
  const width = Math.max(...Object.keys(others).map((name) => name.length));
  const lines = Object.entries(others).map(
    ([name, value]) => `${name.padEnd(width)}  ${value.replace(/\?.*sign.*/, '?…')}`,
  );
  return result === undefined
    ? lines
    : [...lines, `${'result'.padEnd(width)}  all of them as JSON`];
}
