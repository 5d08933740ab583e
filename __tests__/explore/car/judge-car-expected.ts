import type { Violation } from '../part.ts';
import { UNCLEAR } from './car-faults.ts';
import type { CarJob } from './car-job.ts';
import type { CarScenario, Fault, SeedStatus } from './car-scenario.ts';
import type { CarHistory } from './car-world.ts';
import { collectFacts, violation } from './car-facts.ts';

/** A job that nothing stands in the way of ends well. */
export function judgeExpected(history: CarHistory): Violation[] {
  const { jobs, scenario } = history;
  const [job] = jobs;
  if (!job || !isFeasible(scenario) || hidesPending(history) || losesRefusal(history)) return [];
  const { status = '' } = job.outputs;
  if (status === findExpected(job)) return [];
  const error = job.lines.findLast((line) => line.startsWith('error:')) ?? '';
  return [violation('good-failed', job, `ended as ${status}. ${error}`)];
}

function findExpected({ spec }: CarJob): string {
  if (spec.operation === 'car-set-online') return spec.wait ? 'succeeded' : 'started';
  return spec.hasFile && spec.wait ? 'succeeded' : 'started';
}

/** Whether a job that does everything right must succeed, whatever the order of events. */
function isFeasible(scenario: CarScenario): boolean {
  const { createFails, faults, job, others, second, wrongPathSeconds } = scenario;
  if (others.length > 0 || second || createFails || wrongPathSeconds > 15) return false;
  if (job.cancelAt !== null || job.timeout < 1800) return false;
  if (!faults.every(isSurvivable) || countUnclear(faults) > 1) return false;
  return job.operation === 'car-set-online' ? hasTarget(scenario) : hasRoom(scenario);
}

/** Whether the last answer that got lost was a refusal: nobody can know that nothing was created. */
function losesRefusal({ calls }: CarHistory): boolean {
  const last = calls.findLast(({ kind }) => kind === 'create');
  return last?.fault !== undefined && (last.code ?? '') !== '';
}

/** Only what is certainly not executed is created again. */
function isSurvivable({ call, count, from, kind }: Fault): boolean {
  // Before the first list has come through, a refusal means wrong inputs.
  const isRead = call === 'credential' || (call === 'list' && from >= 10);
  if (kind === 'unexpected-code') return isRead && count <= 2;
  if (kind === 'rate-limit') return true;
  if (kind === 'refused') return count <= 2;
  const isLost = kind.endsWith('-before') || kind === 'lock' || kind === 'slow-down';
  return count <= 2 && !(call === 'create' && isLost);
}

function countUnclear(faults: readonly Fault[]): number {
  return faults.filter(({ call, kind }) => call !== 'list' && UNCLEAR.has(kind)).length;
}

function hasTarget({ job, versions }: CarScenario): boolean {
  const target = versions[job.target];
  return target === 'Normal' || target === 'Usable';
}

const PENDING: readonly SeedStatus[] = ['Normal', 'CreateFailed', 'Uploading'];

/** Whether the first list lacks a leftover: only what the first list shows may be deleted. */
function hidesPending(history: CarHistory): boolean {
  const [facts] = collectFacts(history);
  const { first, job } = facts ?? {};
  if (!first || job?.spec.operation !== 'car-create-version') return false;
  // Where a version could be created, the leftover stood in nobody's way.
  if (history.calls.some(({ code, kind }) => kind === 'create' && code === '')) return false;
  return history.cloud.versions.some(
    ({ id, seed }) => seed !== undefined && PENDING.includes(seed) && !(id in first.shown),
  );
}

function hasRoom({
  deletingBlocks,
  deletingSeconds,
  frozenBlocks,
  job,
  timeForm,
  versions,
}: CarScenario): boolean {
  if (frozenBlocks && versions.includes('Frozen')) return false;
  const pending = versions.filter((status) => PENDING.includes(status));
  const isSlow = deletingSeconds > 100;
  if (pending.length > 0 && (job.pendingVersion === 'fail' || (deletingBlocks && isSlow)))
    return false;
  if (versions.length >= 5 && isSlow) return false;
  if (versions.length - pending.length < 5) return true;
  const isAgeKnown = timeForm !== 'none';
  return job.versionLimit === 'delete-oldest' && isAgeKnown && !versions.includes('Frozen');
}
