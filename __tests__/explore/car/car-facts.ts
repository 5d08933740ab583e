import type { Violation } from '../part.ts';
import type { Act, Status, Version } from './car-cloud.ts';
import { UNCLEAR } from './car-faults.ts';
import type { CallRecord } from './car-gateway.ts';
import type { CarJob } from './car-job.ts';
import { FILE_NAME } from './car-job.ts';
import type { CarHistory } from './car-world.ts';

/** What a job did, in truth. */
export interface JobFacts {
  readonly job: CarJob;
  readonly calls: readonly CallRecord[];
  readonly acts: readonly Act[];
  /** The first list that came through: what it showed, and when it was asked for. */
  readonly first: CallRecord | undefined;
  /** The version that the job says it is about. */
  readonly own: Version | undefined;
  /** Whether nobody could have told the own version from one that the job created. */
  readonly isExcused: boolean;
}

/** How far the clocks may be apart, and how long a call may take that shows what happened: ms. */
const SKEW_MS = 10_000;

export function collectFacts({ calls, cloud, jobs, scenario }: CarHistory): JobFacts[] {
  return jobs.map((job) => {
    const own = calls.filter(({ by }) => by === job.name);
    const acts = cloud.acts.filter(({ by }) => by === job.name);
    const first = own.find(
      ({ kind, executedAt, fault }) => kind === 'list' && executedAt !== undefined && !fault,
    );
    const version = cloud.find(job.outputs['application-version-id'] ?? '');
    const creation = own.find(({ kind }) => kind === 'create');
    const since = (creation?.sentAt ?? Infinity) - SKEW_MS - Math.abs(scenario.cloudSkew) * 1000;
    const isComparable = scenario.timeForm === 'utc' || scenario.timeForm === 'offset';
    const id = version?.id ?? '';
    const seen = own.find(({ sentAt, shown }) => sentAt > (creation?.sentAt ?? 0) && id in shown);
    const isExcused =
      ['Uploading', 'Creating'].includes(seen?.shown[id] ?? '') &&
      version?.fileName === FILE_NAME &&
      own.some(({ fault, kind }) => kind === 'create' && UNCLEAR.has(fault)) &&
      (version.createdAt >= since - 1000 || !isComparable);
    return { job, calls: own, acts, first, own: version, isExcused };
  });
}

/** How old what a call shows may be, in ms. */
export function getSlack({ scenario }: CarHistory): number {
  const gap = Math.max(0, ...scenario.gaps.map(({ seconds }) => seconds));
  return (scenario.lag + gap) * 1000 + scenario.maxLatency + 1000;
}

/** Whether something was so at any moment of a time, in ms. */
export function wasEver(from: number, until: number, is: (time: number) => boolean): boolean {
  for (let time = from; time < until; time += 50) if (is(time)) return true;
  return is(until);
}

export function wasStatus(
  { cloud }: CarHistory,
  version: Version,
  [from, until]: readonly [number, number],
  statuses: readonly (Status | undefined)[],
): boolean {
  return wasEver(from, until, (time) => statuses.includes(cloud.statusAt(version, time)));
}

export function violation(property: string, job: CarJob, text: string): Violation {
  return { property, text: `${job.name}: ${text}` };
}
