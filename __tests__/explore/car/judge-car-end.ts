import type { Violation } from '../part.ts';
import type { JobFacts } from './car-facts.ts';
import { getSlack, violation, wasEver, wasStatus } from './car-facts.ts';
import type { CarHistory } from './car-world.ts';

/** How much later than its timeout a step may end: a change that hangs is waited for, in ms. */
const LATE_MS = 110_000;
const LATE_AFTER_CANCEL_MS = 6_000;

const SUCCESSES = ['succeeded', 'started', 'planned'];

/** How the jobs say that they ended, against what was so. */
export function judgeEnd(history: CarHistory, facts: readonly JobFacts[]): Violation[] {
  return facts.flatMap((one) => [
    ...judgeTime(one),
    ...judgeWait(history, one),
    ...judgeStatus(history, one),
    ...judgeOutputs(history, one),
    ...judgeCancel(one),
  ]);
}

/** How long a version may have been superseded before the step notices, in ms. */
const NOTICE_MS = 150_000;

/** A step does not wait for a version that was in use and in whose place another one is. */
function judgeWait({ cloud }: CarHistory, { acts, job, own }: JobFacts): Violation[] {
  const published = acts.findLast(({ kind, id }) => kind === 'publish' && id === own?.id);
  if (job.outputs.status !== 'timed-out' || !published || !own) return [];
  const next = cloud.acts.find(
    ({ kind, effectAt, id }) =>
      kind === 'publish' && id !== own.id && effectAt > published.effectAt,
  );
  const wasNoticed = !next || next.effectAt > job.endedAt - NOTICE_MS;
  // What somebody else publishes in the same moment cannot be told from what was in use before.
  const isTold = own.seed !== 'Usable';
  return wasNoticed || !isTold ? [] : [violation('waited-on', job, `${own.id} was superseded`)];
}

function judgeTime({ job }: JobFacts): Violation[] {
  const { cancelAt, timeout } = job.spec;
  const cancelled = cancelAt === null ? Infinity : cancelAt * 1000 + LATE_AFTER_CANCEL_MS;
  const limit = Math.min(timeout * 1000 + LATE_MS, cancelled);
  const took = job.endedAt - job.startedAt;
  return took > limit ? [violation('late', job, `took ${took / 1000} s`)] : [];
}

function judgeStatus(history: CarHistory, facts: JobFacts): Violation[] {
  const { job } = facts;
  const { status = '' } = job.outputs;
  const found: Violation[] = [];
  if ((job.exitCode === 0) !== SUCCESSES.includes(status)) {
    found.push(violation('exit-code', job, `ended with ${job.exitCode} as ${status}`));
  }
  if (job.lines.some((line) => line.includes('error in the action itself'))) {
    found.push(violation('internal-error', job, job.lines.at(-1) ?? ''));
  }
  const missing = status === 'succeeded' ? findMissing(history, facts) : undefined;
  return missing ? [...found, violation('false-success', job, missing)] : found;
}

/** What a step that succeeded did not reach. */
function findMissing(history: CarHistory, { job, own }: JobFacts): string | undefined {
  if (!own) return 'succeeded without a version';
  const { operation, setOnline } = job.spec;
  const time = [job.startedAt - getSlack(history), job.endedAt] as const;
  const isPublished = setOnline || operation === 'car-set-online';
  if (isPublished) {
    return wasStatus(history, own, time, ['Inuse']) ? undefined : `${own.id} was never in use`;
  }
  return wasStatus(history, own, time, ['Normal', 'Inuse', 'Usable'])
    ? undefined
    : `${own.id} was never ready`;
}

function judgeOutputs(history: CarHistory, facts: JobFacts): Violation[] {
  const { job, own } = facts;
  const status = job.outputs['application-version-status'];
  const found = judgePrevious(history, facts);
  const slack = getSlack(history) + Math.max(15, job.spec.pollInterval) * 1000;
  const window = [job.endedAt - slack, job.endedAt] as const;
  const isTrue = own && wasEver(...window, (time) => history.cloud.statusAt(own, time) === status);
  if (job.outputs.status === 'succeeded' && !isTrue) {
    found.push(violation('false-status', job, `said ${String(status)} of ${own?.id ?? 'nothing'}`));
  }
  return found;
}

/** `previous-version` is what was in use just before ours. */
function judgePrevious(history: CarHistory, { acts, job, own }: JobFacts): Violation[] {
  const { cloud } = history;
  const said = job.outputs['previous-version'] ?? '';
  const published = acts.findLast(({ kind, id }) => kind === 'publish' && id === own?.id);
  if (!published || job.outputs.status !== 'succeeded' || said === '') return [];
  const from = published.at - getSlack(history);
  const was = wasEver(from, published.effectAt, (time) => cloud.inUseAt(time) === said);
  return was ? [] : [violation('false-previous', job, `${said} was not in use just before`)];
}

/** A version that was created and that no output names is at least spoken of. */
function judgeCancel({ acts, job }: JobFacts): Violation[] {
  const created = acts.find(({ kind }) => kind === 'create');
  const isSilent =
    job.outputs.status === 'cancelled' &&
    created !== undefined &&
    job.outputs['application-version-id'] !== created.id &&
    job.warnings.length === 0;
  return isSilent ? [violation('silent-leftover', job, `left ${created.id}`)] : [];
}
