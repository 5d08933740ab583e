import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** The measurements of a process. */
export interface Measured {
  readonly milliseconds: number;
  /** The largest resident set of a Node process in MiB; NaN for other programs. */
  readonly peak: number;
}

const PRELOAD = fileURLToPath(new URL('peak.mjs', import.meta.url));

/** Creates a command that runs a script with the current Node. */
export function nodeCommand(script: string, more: Omit<Command, 'file' | 'args'> = {}): Command {
  return { file: process.execPath, args: [script], ...more };
}

/** Makes the command report its peak memory, which delays its start slightly. */
export function withPeak(command: Command): Command {
  return { ...command, args: ['--import', PRELOAD, ...command.args] };
}

/** Measures a process from start to end. Rejects if it fails. */
export async function measure({ file, args, env, cwd }: Command): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const streams = [child.stdout, child.stderr, child.stdio[3]] as Readable[];
  const [[code], output, errors, peak] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    ...streams.map((stream) => text(stream)),
  ]);
  const milliseconds = performance.now() - startedAt;
  if (code === 0) return { milliseconds, peak: Number(peak || NaN) };
  throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${output}\n${errors}`);
}

/**
 * Runs the programs in turn, A B C A B C …, so that other load on the machine affects all equally.
 */
export async function interleaved<Name extends string>(
  programs: Readonly<Record<Name, () => Promise<Measured>>>,
  rounds: number,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(programs) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Measured[]]));
  // The first round only fills caches and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const measured = await programs[name]();
      if (round >= 0) runs[name]?.push(measured);
    }
  }
  return runs as Record<Name, Measured[]>;
}
