import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { readFileCommands } from '../process/file-commands.ts';
import { layOutStep } from '../process/step-files.ts';
import { getFolder } from '../this-action.ts';
import type { PostRun, PostStep, Step, StepEnd } from './model.ts';

/** Runs a step: this action, a script, or what stands in for an action of somebody else. */
export async function runStep(step: Step): Promise<StepEnd> {
  const folder = getFolder(step.uses);
  if (folder !== undefined) return runThisAction(step, folder);
  return step.uses === '' ? runScript(step) : runStandIn(step);
}

async function runThisAction(
  { inputs, env, onStart, surroundings }: Step,
  folder: string,
): Promise<StepEnd> {
  const { actionInputs, forbidden } = surroundings;
  const run = await surroundings.runAction({
    ...{ folder, inputs: { ...actionInputs, ...inputs }, env, secrets: forbidden },
    onStart: (child) => {
      onStart?.(child);
      surroundings.onStart?.(child);
    },
  });
  const { exitCode, outputs, state, stdout, stderr, summary } = run;
  const log = stdout + stderr;
  return { succeeded: exitCode === 0, outputs, state, variables: {}, log, summary };
}

/** Commands of hosted runners that need GitHub itself: `gh`. */
const STAND_IN_COMMANDS = fileURLToPath(new URL('commands/', import.meta.url));

/** Runs a `run:` step with GitHub's command line. */
async function runScript({ run, env, workspace }: Step): Promise<StepEnd> {
  const files = layOutStep();
  try {
    const child = spawn('bash', ['-e', '-c', run], {
      cwd: workspace,
      env: { PATH: `${STAND_IN_COMMANDS}:${process.env.PATH}`, ...files.environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return {
      succeeded: exitCode === 0,
      outputs: readFileCommands(files.read('GITHUB_OUTPUT')),
      state: {},
      variables: readFileCommands(files.read('GITHUB_ENV')),
      log: stdout + stderr,
      summary: files.read('GITHUB_STEP_SUMMARY'),
    };
  } finally {
    files.remove();
  }
}

/** Runs what action.yml has under `post`, with the state of the step. */
export async function runPostStep(
  { folder, state, title }: PostStep,
  { inputs, env, surroundings }: Pick<Step, 'inputs' | 'env' | 'surroundings'>,
): Promise<PostRun> {
  const { actionInputs, forbidden, runAction } = surroundings;
  const { exitCode, stderr, stdout, summary } = await runAction({
    ...{ folder, inputs: { ...actionInputs, ...inputs }, env, secrets: forbidden, state },
  });
  const outcome = exitCode === 0 ? 'success' : 'failure';
  return { title, outcome, inputs, log: stdout + stderr, summary };
}

const NOTHING = () => undefined;

/** What other actions leave behind, as far as the workflows here need it. */
const STAND_INS: Record<string, (step: Step) => void> = {
  'actions/checkout': ({ workspace, surroundings: { repository = {} } }) => {
    Object.entries(repository).forEach(([path, content]) => {
      write(join(workspace, path), content, content.startsWith('#!') ? 0o755 : 0o644);
    });
  },
  'actions/setup-java': NOTHING,
  'docker/login-action': NOTHING,
  'docker/build-push-action': NOTHING,
  'actions/upload-artifact': ({ inputs: { name = '', path = '' }, workspace, surroundings }) => {
    const files = globSync(path, { cwd: workspace });
    const contents = files.map((file) => [basename(file), readFileSync(join(workspace, file))]);
    surroundings.artifacts.set(name, Object.fromEntries(contents) as Record<string, Buffer>);
  },
  'actions/download-artifact': ({ inputs: { name = '', path = '' }, workspace, surroundings }) => {
    Object.entries(surroundings.artifacts.get(name) ?? {}).forEach(([file, content]) => {
      write(join(workspace, path, file), content, 0o644);
    });
  },
};

/** Does what another action would. Throws where there is no stand-in for it. */
function runStandIn(step: Step): StepEnd {
  const standIn = STAND_INS[step.uses.split('@')[0] ?? ''];
  if (standIn === undefined) throw new Error(`There is no stand-in for ${step.uses}.`);
  standIn(step);
  return { succeeded: true, outputs: {}, state: {}, variables: {}, log: '', summary: '' };
}

function write(path: string, content: string | Buffer, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}
