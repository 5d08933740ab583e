import type { Random } from '../random.ts';
import type {
  CallKind,
  CarScenario,
  Fault,
  FaultKind,
  JobSpec,
  SeedStatus,
} from './car-scenario.ts';
import { CAR_BASELINE } from './car-scenario.ts';

/** What a part of the explorer is about. */
export interface CarFocus {
  readonly operation: JobSpec['operation'];
  readonly isPair: boolean;
  readonly isCancelled: boolean;
}

/** Draws a world in which most things are usual, and a few are not. */
export function drawCarScenario(random: Random, focus: CarFocus): CarScenario {
  const rarely = <T>(usual: T, other: T, chance = 0.15): T =>
    random.chance(chance) ? other : usual;
  const isAlone = random.chance(0.4);
  const versions = drawSeeds(random);
  const scenario: CarScenario = {
    ...CAR_BASELINE,
    ...drawLists(random),
    seed: random.integer(1, 1_000_000),
    maxLatency: random.pick([100, 300, 2000]),
    creatingSeconds: random.pick([0, 5, 20, 90]),
    publishSeconds: random.pick([0, 0, 3, 20, 60]),
    deletingSeconds: random.pick([0, 5, 5, 20, 100_000]),
    uploadSeconds: random.pick([0, 3, 40]),
    createFails: rarely(false, true, 0.06),
    nameForm: rarely('stem', 'file'),
    timeForm: random.pick(['utc', 'utc', 'utc', 'offset', 'zoneless', 'none']),
    cloudSkew: random.pick([0, 0, 3, -3]),
    pathForm: random.pick(['key', 'key', 'folder', 'no-version']),
    wrongPathSeconds: random.pick([0, 0, 0, 12, 100_000]),
    deletingBlocks: random.chance(0.4),
    frozenBlocks: random.chance(0.5),
    answersVersions: rarely(true, false, 0.3),
    versions,
    job: drawJob(random, focus, versions.length),
    second: focus.isPair ? drawSecond(random, focus, versions.length) : null,
    faults: random.chance(0.6) ? drawFaults(random) : [],
    others: isAlone ? [] : drawOthers(random),
  };
  return random.chance(0.08) ? crowd(random, scenario) : scenario;
}

/** Somebody else creates a version of the same name shortly before a call that gets lost. */
function crowd(random: Random, scenario: CarScenario): CarScenario {
  return {
    ...scenario,
    lag: 14,
    flaps: false,
    gaps: [],
    creatingSeconds: random.pick([0, 5]),
    uploadSeconds: 0,
    job: { ...scenario.job, startAt: random.integer(0, 14) },
    faults: [{ call: 'create', from: 0, count: 1, kind: random.pick(['reset-before', 'lock']) }],
    others: [
      { at: random.integer(0, 12), act: 'create', pick: 0, fileName: 'game.zip' },
      { at: random.integer(25, 45), act: 'publish', pick: random.integer(0, 5), fileName: '' },
    ],
  };
}

function drawLists(random: Random): Pick<CarScenario, 'lag' | 'flaps' | 'gaps' | 'doubles'> {
  const hasGaps = random.chance(0.2);
  return {
    lag: hasGaps ? random.pick([0, 5]) : random.pick([0, 0, 3, 8, 14]),
    flaps: random.chance(0.5),
    gaps: hasGaps
      ? times(random.integer(1, 3), (index) => ({
          from: index * 45 + random.integer(0, 20),
          seconds: random.integer(1, 14),
          pick: random.integer(0, 5),
        }))
      : [],
    doubles: random.chance(0.1),
  };
}

function drawSeeds(random: Random): SeedStatus[] {
  const count = random.pick([1, 2, 3, 4, 4, 5, 5]);
  const inUse = random.integer(0, count - 1);
  const seeds = times(count, (index): SeedStatus => (index === inUse ? 'Inuse' : 'Usable'));
  const last = count - 1 === inUse ? count - 2 : count - 1;
  if (last >= 0 && random.chance(0.45)) {
    seeds[last] = random.pick(['Normal', 'CreateFailed', 'Uploading']);
  }
  if (last > 0 && inUse !== 0 && random.chance(0.1)) seeds[0] = 'Frozen';
  return seeds;
}

function drawJob(random: Random, { operation, isCancelled }: CarFocus, versions: number): JobSpec {
  const hasFile = random.chance(0.6);
  const wait = random.chance(0.85);
  return {
    ...CAR_BASELINE.job,
    operation,
    hasFile,
    wait,
    setOnline: hasFile && wait && random.chance(0.6),
    pendingVersion: random.chance(0.6) ? 'delete' : 'fail',
    versionLimit: random.chance(0.6) ? 'delete-oldest' : 'fail',
    timeout: random.pick([1800, 1800, 1800, 300, 90]),
    pollInterval: random.pick([0, 0, 0, 10, 30]),
    cancelAt: isCancelled ? random.integer(0, 600) / 10 : null,
    target: random.integer(0, versions - (random.chance(0.95) ? 1 : 0)),
  };
}

function drawSecond(random: Random, focus: CarFocus, versions: number): JobSpec {
  const operation = random.chance(0.7) ? 'car-create-version' : 'car-set-online';
  const startAt = random.pick([0, 0, 1, 3, 10, 30]) + random.next();
  return { ...drawJob(random, { ...focus, operation }, versions), startAt };
}

const CALLS: readonly [CallKind, ...CallKind[]] = [
  'list',
  'list',
  'create',
  'create',
  'credential',
  'publish',
  'publish',
  'delete',
  'delete',
];

const KINDS: readonly [FaultKind, ...FaultKind[]] = [
  'refused',
  'reset-before',
  'reset-after',
  'reset-after',
  '502-before',
  '502-after',
  'hang-before',
  'hang-after',
  'process-timeout-before',
  'process-timeout-after',
  'lock',
  'slow-down',
  'rate-limit',
  'rate-limit',
  'unexpected-code',
];

function drawFaults(random: Random): Fault[] {
  return times(random.integer(1, 3), () => {
    const call = random.pick(CALLS);
    const kind = random.pick(KINDS);
    const count = kind === 'rate-limit' || call === 'list' ? random.pick([1, 2, 5, 12]) : 1;
    const from = call === 'list' ? random.integer(0, 90) : 0;
    return { call, kind, count, from };
  });
}

function drawOthers(random: Random): CarScenario['others'] {
  return times(random.integer(1, 4), () => ({
    at: random.integer(0, random.pick([10, 60, 150])) + random.next(),
    act: random.pick(['create', 'publish', 'publish', 'delete']),
    pick: random.integer(0, 5),
    fileName: random.pick(['game.zip', 'other.zip']),
  }));
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
