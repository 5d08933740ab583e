import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A process as it was seen from outside. */
export interface Measured {
  readonly milliseconds: number;
  /** The largest resident set, in MiB. */
  readonly peak: number;
}

/** Said by GNU time: the largest resident set in KiB. */
const TIME = '/usr/bin/time';

/** From the start of the process until it has ended. Rejects where it fails. */
export async function measure({ file, args, env, cwd }: Command): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}: ${errors}`);
  return performance.now() - startedAt;
}

/** The commands in turn, A B C A B C …, so that what else the machine does hits all alike. */
export async function interleaved<Name extends string>(
  commands: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(commands) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  // The first round fills caches and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const time = await commands[name]();
      if (round >= 0) times[name]?.push(time);
    }
  }
  return times as Record<Name, number[]>;
}
