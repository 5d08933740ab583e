import { between, integer, logBetween, seededRandom, weighted } from './random.ts';
import type { Random } from './random.ts';
import { sum } from './statistics.ts';
import { table } from './table.ts';
import { CRITERIA, probeService } from './verify-service.ts';

export const SERVICES = 1_000;
export const SEED = 20_261_128;

/** What is probed: a service with its criteria. */
export interface ServicePlan {
  /** From 0 to 1. */
  readonly errorRate: number;
  /** The middle of its latencies in ms, and the factor within which they scatter. */
  readonly latency: number;
  readonly scatter: number;
  readonly criteria: typeof CRITERIA;
  readonly seed: number;
}

/** How many requests the early decision saves. */
export interface Savings {
  readonly group: string;
  readonly services: number;
  readonly passed: number;
  /** Requests if each service is probed to the end. */
  readonly planned: number;
  readonly sent: number;
  /** From 0 to 1. */
  readonly saved: number;
}

/** Returns the same services for the same seed: from flawless to broken, fast and slow. */
export function planServices(count = SERVICES, seed = SEED): ServicePlan[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => planService(random));
}

/** Half of the services are fine; the others fail a little, often or always. */
const ERRORS: readonly (readonly [weight: number, range: readonly [number, number]])[] = [
  [50, [0, 0.01]],
  [20, [0.01, 0.1]],
  [15, [0.1, 0.5]],
  [10, [0.5, 1]],
  [5, [1, 1]],
];

function planService(random: Random): ServicePlan {
  const [low, high] = weighted(random, ERRORS);
  const criteria = {
    ...CRITERIA,
    duration: integer(random, 20, 600) * CRITERIA.interval,
    latency: random() < 0.5 ? 500 : undefined,
  };
  return {
    errorRate: between(random, low, high),
    latency: logBetween(random, 20, 500),
    scatter: between(random, 1.1, 3),
    criteria,
    seed: integer(random, 0, 2 ** 31),
  };
}

/** Starts a service that answers the same each time it is started. */
export function startService({ errorRate, latency, scatter, seed }: ServicePlan) {
  const random = seededRandom(seed);
  return () => {
    const status = random() < errorRate ? 500 : 200;
    const answer = { kind: 'response', status, hasText: true } as const;
    return { latency: logBetween(random, latency / scatter, latency * scatter), answer };
  };
}

const GROUPS: readonly (readonly [name: string, isIn: (plan: ServicePlan) => boolean])[] = [
  ['up to 1 % errors', ({ errorRate }) => errorRate <= 0.01],
  ['1 to 10 %', ({ errorRate }) => errorRate > 0.01 && errorRate <= 0.1],
  ['10 to 50 %', ({ errorRate }) => errorRate > 0.1 && errorRate <= 0.5],
  ['over 50 %', ({ errorRate }) => errorRate > 0.5],
  ['all', () => true],
];

/** Probes simulated services and counts the requests, by how much they fail and for all. */
export function measureSavings(plans = planServices()): Savings[] {
  const runs = plans.map((plan) => ({
    plan,
    planned: plan.criteria.duration / plan.criteria.interval,
    ...probeService(startService(plan), plan.criteria, 1),
  }));
  return GROUPS.map(([group, isIn]) => {
    const own = runs.filter(({ plan }) => isIn(plan));
    const planned = sum(own.map((run) => run.planned));
    const sent = sum(own.map(({ requests }) => requests));
    return {
      group,
      services: own.length,
      passed: own.filter(({ verdict }) => verdict === 'passed').length,
      planned,
      sent,
      saved: 1 - sent / planned,
    };
  });
}

/** Formats the savings as Markdown. */
export function formatSavings(savings: readonly Savings[]): string {
  return table(
    ['services', 'number', 'passed', 'requests to the end', 'sent', 'saved'],
    savings.map(({ group, services, passed, planned, sent, saved }) => [
      ...[group, services, passed, planned, sent],
      `${Math.round(saved * 100)} %`,
    ]),
  );
}
