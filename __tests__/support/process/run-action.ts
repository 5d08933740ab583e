import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { getProgram } from '../this-action.ts';
import { readFileCommands } from './file-commands.ts';
import { inputVariables, layOutStep } from './step-files.ts';
import { checkSecrets, givenSecrets } from './secrets.ts';
import type { LeadOptions, SharedTime } from './shared-time.ts';
import { readWorkflowCommands } from './workflow-commands.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

export interface RunOptions {
  /** The folder of the action.yml, such as `tem/wait`; default: the root. */
  folder?: string;
  /** Another build of the action; default: the program that action.yml names. */
  program?: string | undefined;
  /** As under `with:`; what is not given gets the default of action.yml. */
  inputs: Record<string, string>;
  /** As under `env:`. */
  env?: Record<string, string>;
  /** What an earlier run of this step saved; with it this is the post run. */
  state?: Record<string, string>;
  /** The time that the run shares with the simulator; without it the run keeps the real time. */
  time?: SharedTime;
  isHeld?: LeadOptions['isHeld'];
  /** May appear nowhere; the keys and tokens among `inputs` and `env` may not in any case. */
  credentials?: string[];
  /** The same, for what the world makes while the run goes on. */
  secrets?: () => readonly string[];
  /** Gets the process as soon as it has been started. */
  onStart?: (child: ChildProcess) => void;
  /** Real time after which the run hangs, and is killed. */
  hangsAfterMs?: number;
}

export interface ActionRun {
  exitCode: number;
  /** The signal that ended it; null where it ended by itself. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  outputs: Record<string, string>;
  state: Record<string, string>;
  summary: string;
  commands: WorkflowCommand[];
}

const HANGS_AFTER_MS = 40_000;

/** Where the processes keep the compiled dist/, so that each does not compile it again. */
const COMPILED = fileURLToPath(new URL('../../../node_modules/.cache/compiled/', import.meta.url));

/**
 * Runs the program that action.yml names for the step, or for `post`, as GitHub's runner does, with
 * nothing of this machine's environment but PATH.
 * Throws where a secret or a workflow command that is not ours got out, and where the run hangs.
 */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const {
    credentials = [],
    env = {},
    folder = '',
    inputs,
    isHeld = () => false,
    state,
    time,
  } = options;
  const { program = getProgram(folder, state ? 'post' : 'main') } = options;
  const { secrets = () => [], hangsAfterMs = HANGS_AFTER_MS } = options;
  const step = layOutStep();
  const child = spawn(process.execPath, [program], {
    cwd: step.workspace,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: COMPILED,
      ...step.environment,
      ...inputVariables(inputs, folder),
      ...withPrefix('STATE_', state ?? {}),
      ...env,
      ...time?.environment(),
    },
    stdio: ['ignore', 'pipe', 'pipe', time === undefined ? 'ignore' : 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const guard = { isHanging: false };
  const timer = setTimeout(() => {
    guard.isHanging = true;
    kill();
  }, hangsAfterMs);
  try {
    time?.lead(child, { isHeld });
    options.onStart?.(child);
    const [stdout, stderr, [exitCode, signal]] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream),
      text(child.stderr as NodeJS.ReadableStream),
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (guard.isHanging) throw new Error(`The run hangs:\n${stdout}\n${stderr}`);
    const traces = {
      ...{ stdout, stderr },
      outputs: readFileCommands(step.read('GITHUB_OUTPUT')),
      state: readFileCommands(step.read('GITHUB_STATE')),
      variables: readFileCommands(step.read('GITHUB_ENV')),
      summary: readSummary(step.read('GITHUB_STEP_SUMMARY')),
      files: step.files([env.GITHUB_WORKSPACE, env.RUNNER_TEMP]),
    };
    checkSecrets(traces, [...givenSecrets(inputs, env), ...credentials, ...secrets()]);
    const commands = readWorkflowCommands(stdout);
    return { ...traces, exitCode: exitCode ?? -1, signal, commands };
  } finally {
    clearTimeout(timer);
    kill();
    process.off('exit', kill);
    step.remove();
  }
}

/** As GitHub shows it: of a summary over 1 MiB nothing at all. */
export function readSummary(markdown: string): string {
  if (Buffer.byteLength(markdown) <= 1024 * 1024) return markdown;
  throw new Error(`A summary of ${Buffer.byteLength(markdown)} bytes is thrown away by the runner`);
}

function withPrefix(prefix: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}
