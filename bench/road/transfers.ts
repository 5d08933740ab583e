import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Traffic } from '../../__tests__/support/road/road.ts';
import { openRoad } from '../../__tests__/support/road/road.ts';
import type { Weather } from '../../__tests__/support/road/weather.ts';
import type { Loopback } from '../loopback.ts';
import { startLoopback } from '../loopback.ts';
import { noise } from '../random.ts';
import type { Direction, Transfer } from './programs.ts';
import { OURS, PROGRAMS } from './programs.ts';
import { runLimited } from './limited-run.ts';

/** What is transferred over which road, and how often. */
export interface Plan {
  readonly bytes: number;
  readonly rounds: number;
  readonly roads: readonly Road[];
}

export interface Road {
  readonly name: string;
  readonly weather: Weather & { readonly sharedBytesPerSecond: number };
  /** Measures no other programs. */
  readonly isOursOnly?: boolean;
}

/** One transfer by one program. */
export interface Transferred {
  readonly seconds: number;
  /** `undefined` if its time was over. */
  readonly isComplete: boolean | undefined;
  readonly traffic: Readonly<Traffic>;
}

export interface Scenario {
  readonly direction: Direction;
  readonly road: Road;
  readonly bytes: number;
  readonly runs: Readonly<Record<string, readonly Transferred[]>>;
}

/** How many times longer than the line needs a program may take. */
const MOST_TIMES_LINE = 3;
/** Starting a program takes time as well, which counts for small files. */
const LEAST_LIMIT_SECONDS = 20;

const DIRECTIONS = ['upload', 'download'] as const;

/**
 * Measures all programs in real time, each run on a road of its own. The programs of a scenario take
 * turns; the scenarios run side by side, because they mostly wait.
 * @param only a text in the names of the scenarios, `DIRECTION, ROAD`
 */
export async function measureTransfers(plan: Plan, only = ''): Promise<Scenario[]> {
  const folder = mkdtempSync(join(tmpdir(), 'road-'));
  const file = join(folder, 'package.jar');
  writeFileSync(file, noise(plan.bytes, 0));
  const server = await startLoopback(plan.bytes);
  try {
    const scenarios = plan.roads.flatMap((road) =>
      DIRECTIONS.filter((direction) => `${direction}, ${road.name}`.includes(only)).map(
        (direction) => measureScenario({ plan, road, direction, server, file }),
      ),
    );
    return await Promise.all(scenarios);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface ToMeasure {
  readonly plan: Plan;
  readonly road: Road;
  readonly direction: Direction;
  readonly server: Loopback;
  readonly file: string;
}

async function measureScenario(given: ToMeasure): Promise<Scenario> {
  const { plan, road, direction, file } = given;
  const programs = Object.entries(PROGRAMS[direction]).filter(
    ([name]) => name === OURS || !road.isOursOnly,
  );
  const runs = Object.fromEntries(programs.map(([name]) => [name, [] as Transferred[]]));
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const [name, create] of programs) {
      runs[name]?.push(await transfer(given, round, (origin) => create(origin, file)));
    }
  }
  return { direction, road, bytes: plan.bytes, runs };
}

async function transfer(
  { plan: { bytes }, road: { weather }, server }: ToMeasure,
  seed: number,
  create: (origin: string) => Transfer,
): Promise<Transferred> {
  const road = await openRoad({ to: server.url, weather, seed });
  const { command, hasFile, remove } = create(road.origin);
  try {
    const limit = Math.max(LEAST_LIMIT_SECONDS, MOST_TIMES_LINE * lineSeconds(bytes, weather));
    const { code, printed, seconds } = await runLimited(command, limit);
    const isComplete = code === undefined ? undefined : code === 0 && hasFile(bytes);
    if (isComplete === false) console.error(`${command.args.join(' ')}\n${printed}`);
    return { seconds, isComplete, traffic: { ...road.traffic } };
  } finally {
    await road.close();
    remove();
  }
}

/** What the line allows: the bytes at its rate, and one round trip. */
export function lineSeconds(bytes: number, weather: Road['weather']): number {
  return bytes / weather.sharedBytesPerSecond + (2 * weather.delayMs) / 1000;
}
