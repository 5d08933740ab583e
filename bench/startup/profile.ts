import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../process.ts';
import { measure } from '../process.ts';
import { median } from '../statistics.ts';

/** The parts of V8's sampling profile that are used here. Times in µs. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Share {
  readonly name: string;
  readonly milliseconds: number;
  readonly share: number;
}

/** The first match names a sample's phase; time without samples is the start of Node. */
const PHASES: readonly (readonly [name: string, functions: RegExp, files: RegExp])[] = [
  ['waiting for the call and the disk', /^\(idle\)$/, /^/],
  ['collecting garbage', /garbage/, /^/],
  ['V8 and Node’s own C++', /^\(program\)$/, /^/],
  ['parsing the bundle', /^compileSourceTextModule$/, /^/],
  ['loading modules of Node (http, net, tls, …)', /compileForInternalLoader|internalBinding/, /^/],
  ['the bundle: its modules and the step', /^/, /index\.js$/],
  ['the rest of Node', /^/, /^/],
];

/** Measures the time of a process by phase. */
export async function profileOf(command: Command, rounds: number): Promise<Share[]> {
  const profiles: Map<string, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
    const flags = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder];
    const { milliseconds } = await measure({ ...command, args: [...flags, ...command.args] });
    const [file = ''] = readdirSync(folder);
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    profiles.push(withStart(phases(profile), milliseconds));
    rmSync(folder, { recursive: true });
  }
  return medians(profiles);
}

/** Returns the milliseconds of each phase. */
export function phases({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, phaseOf(callFrame)]));
  const times = new Map(PHASES.map(([name]) => [name, 0]));
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return times;
}

function phaseOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const found = PHASES.find(
    ([, functions, files]) => functions.test(functionName) && files.test(url),
  );
  return found?.[0] ?? '';
}

function withStart(times: Map<string, number>, whole: number): Map<string, number> {
  const covered = [...times.values()].reduce((sum, each) => sum + each, 0);
  return new Map([['starting and ending Node', Math.max(0, whole - covered)], ...times]);
}

function medians(profiles: readonly ReadonlyMap<string, number>[]): Share[] {
  const names = [...(profiles[0]?.keys() ?? [])];
  const shares = names.map((name) => ({
    name,
    milliseconds: median(profiles.map((each) => each.get(name) ?? 0)),
  }));
  const all = shares.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return shares.map((each) => ({ ...each, share: each.milliseconds / all }));
}
