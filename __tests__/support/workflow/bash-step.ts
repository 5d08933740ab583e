import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readFileCommands } from '../../scenarios/file-commands.ts';
import { layOutStep } from '../../scenarios/runner.ts';
import { readWorkflowCommands } from '../../scenarios/workflow-commands.ts';
import type { Step, StepEnd, StepPlace } from './step.ts';

/** GitHub's command lines: without `shell: bash` a failure inside a pipe goes unseen. */
const OPTIONS: Record<string, string[]> = {
  '': ['-e'],
  bash: ['--noprofile', '--norc', '-e', '-o', 'pipefail'],
};

/** Runs a `run:` step by bash. Throws for another shell. */
export async function runBash(step: Step, { place, variables }: StepPlace): Promise<StepEnd> {
  const options = OPTIONS[step.shell];
  if (options === undefined) throw new Error(`There is no shell ${step.shell} here.`);
  const files = layOutStep();
  try {
    const script = join(place.temp, 'script.sh');
    writeFileSync(script, step.run);
    const child = spawn('bash', [...options, script], {
      cwd: join(place.workspace, step.workingDirectory),
      env: { PATH: process.env.PATH, ...files.environment, ...variables, ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    const commands = readWorkflowCommands(stdout);
    return {
      succeeded: exitCode === 0,
      outputs: readFileCommands(files.read('GITHUB_OUTPUT')),
      variables: readFileCommands(files.read('GITHUB_ENV')),
      masks: commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message),
      log: stdout + stderr,
      summary: files.read('GITHUB_STEP_SUMMARY'),
    };
  } finally {
    files.remove();
  }
}
