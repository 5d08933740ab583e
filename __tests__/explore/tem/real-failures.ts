import type { JobFacts } from './job-facts.ts';
import type { FaultKind } from './tem-scenario.ts';

/** How much shorter than the grace a failure may have looked. */
const GRACE_TOLERANCE_MS = 6_000;

/** Why a rollout may be called failed at `time`, by the truth; undefined where nothing says so. */
export function findRealFailure(
  facts: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  return findReasonToRevert(facts, revisionId, time) ?? findForeignEnd(facts, revisionId, time);
}

/** The failures that `on-failure` is for. */
export function findReasonToRevert(
  { calls, job, lag, truth }: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  const grace = job.spec.failureGrace * 1000 - lag - GRACE_TOLERANCE_MS;
  if (truth.longestFailure(revisionId, time) >= grace) return 'instances failed';
  if (truth.longestError(revisionId, time) >= grace) return 'TEM said Error';
  // A resume that did not get through twice is as far as the promise goes.
  const lost = calls.filter(({ kind, fault }) => kind === 'resume' && fault !== undefined);
  if (lost.length > 1 || lost.some(({ fault }) => fault === 'hang-late'))
    return 'resumes were lost';
  if (lost.some(({ fault }) => fault === 'unexpected-code')) return 'the resume was refused';
  return undefined;
}

/** Somebody else reverted it, or deployed something else. */
export function findForeignEnd(
  { foreign }: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  const started = foreign.find((change) => change.kind === 'trigger' && change.at <= time);
  const reverted = foreign.find((change) => {
    return change.kind === 'revert' && change.revisionId === revisionId && change.at <= time;
  });
  if (reverted) return 'somebody reverted it';
  return started && started.revisionId !== revisionId ? 'somebody deployed' : undefined;
}

/** What ends a step at once, or what no promise covers when it happens often. */
const HARD: ReadonlySet<FaultKind> = new Set<FaultKind>(['garbage', 'unexpected-code']);

/** Where reads failed so that a step may say that it cannot go on: the oracle says nothing then. */
export function hadHardFaults({ calls }: JobFacts): boolean {
  const hard = calls.filter(({ fault }) => fault !== undefined && HARD.has(fault));
  const changes = hard.some(({ kind }) => ['trigger', 'resume', 'revert'].includes(kind));
  return hard.length >= 3 || changes;
}
