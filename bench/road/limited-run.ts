import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Command } from '../process.ts';

/** A process that was given a limited time. */
export interface LimitedRun {
  readonly seconds: number;
  /** The exit code; `undefined` if the time was over. */
  readonly code: number | null | undefined;
  /** The end of what it printed. */
  readonly printed: string;
}

/** Runs a command, and kills it with its children after `limitSeconds`. Never rejects for a failure. */
export async function runLimited(command: Command, limitSeconds: number): Promise<LimitedRun> {
  const { file, args, env, cwd } = command;
  const startedAt = performance.now();
  // In a process group of its own, so that the children of a shell end as well.
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const timeout = AbortSignal.timeout(Math.ceil(limitSeconds * 1000));
  timeout.addEventListener('abort', kill);
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    const seconds = (performance.now() - startedAt) / 1000;
    const printed = `${stdout}\n${stderr}`.trim().slice(-2000);
    return { seconds, code: timeout.aborted ? undefined : code, printed };
  } finally {
    timeout.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}
