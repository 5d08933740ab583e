import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { getProgram } from '../this-action.ts';
import type { TimedSignal } from './runner-cancel.ts';
import type { ActionRun, StepInput } from './step-run.ts';
import { readRun, stepVariables } from './step-run.ts';
import { layOutStep } from './step-files.ts';
import type { LeadOptions, SharedTime } from './shared-time.ts';
import { COMPILED } from './compiled.ts';

export interface RunOptions extends StepInput {
  /** Another build of the action; default: the program that action.yml names. */
  program?: string | undefined;
  /** The time that the run shares with the simulator; without it the run keeps the real time. */
  time?: SharedTime;
  isHeld?: LeadOptions['isHeld'];
  /** Sent when so many seconds of `time` have passed. */
  signals?: readonly TimedSignal[];
  /** Gets the process as soon as it has been started. */
  onStart?: (child: ChildProcess) => void;
  /** Real time after which the run hangs, and is killed. */
  hangsAfterMs?: number;
}

export const HANGS_AFTER_MS = 40_000;

/**
 * Runs the program that action.yml names for the step, or for `post`, as GitHub's runner does, with
 * nothing of this machine's environment but PATH.
 * Throws where a secret or a workflow command that is not ours got out, and where the run hangs.
 */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const { folder = '', isHeld = () => false, signals = [], state, time } = options;
  const { program = getProgram(folder, state ? 'post' : 'main') } = options;
  const { hangsAfterMs = HANGS_AFTER_MS } = options;
  const step = layOutStep();
  const child = spawn(process.execPath, [program], {
    cwd: step.workspace,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: COMPILED,
      ...stepVariables(step, options),
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
    for (const { after, signal } of signals) time?.signalAfter(after, child, signal);
    const [stdout, stderr, [exitCode, signal]] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream),
      text(child.stderr as NodeJS.ReadableStream),
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (guard.isHanging) throw new Error(`The run hangs:\n${stdout}\n${stderr}`);
    return readRun(step, options, { exitCode: exitCode ?? -1, signal, stdout, stderr });
  } finally {
    clearTimeout(timer);
    kill();
    process.off('exit', kill);
    step.remove();
  }
}
