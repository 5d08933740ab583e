import type { Violation } from '../part.ts';
import { isTooLarge } from './beta-size.ts';
import type { JobFacts } from './job-facts.ts';

/** The longest that a pair of plain jobs takes in a perfect world, in seconds. */
const ENOUGH_S = 900;

/**
 * Two pushes without a concurrency group, in a world without faults: both succeed, one after the
 * other. Where the second one comes when the first one's rollout is over already, it cannot know that
 * somebody still looks; the oracle says nothing then.
 */
export function judgePair([first, second]: readonly JobFacts[]): Violation[] {
  if (!first || !second) return [];
  const { scenario } = first;
  const isPerfect =
    scenario.faults.length + scenario.outages.length + scenario.others.length === 0 &&
    first.lag < 2_000 &&
    scenario.fate.kind === 'good' &&
    !scenario.saysError;
  const isPlain = [first, second].every(({ job: { spec } }) => {
    if (isTooLarge(scenario, spec)) return false;
    const goesOn =
      spec.strategy !== 'MANUAL' && (spec.strategy === '' || spec.onWaiting === 'resume');
    const isUpdate = spec.operation === 'tem-rolling-update' && spec.ifDeploying === 'wait';
    // How slowly the other one looks nobody knows.
    const isQuick = spec.pollInterval <= 6;
    const hasTime = spec.timeout >= ENOUGH_S && !spec.force && isQuick;
    return isUpdate && goesOn && hasTime && spec.wait && !spec.dryRun && spec.cancelAt === null;
  });
  if (!isPerfect || !isPlain || scenario.deploySeconds > 40) return [];
  const jobs = [first, second];
  const looks = jobs.map(({ calls }) => calls.find(({ kind }) => kind === 'info')?.viewTime);
  const ends = jobs.map(({ history, followed }) => {
    const isOver = (phase: string) => phase === 'complete';
    return history.cloud.history.find(({ state: { rollout } }) => {
      return rollout.revision.id === followed && isOver(rollout.phase);
    })?.time;
  });
  const isTooLate = (looks[1] ?? 0) > (ends[0] ?? Infinity) && (looks[1] ?? 0) > (looks[0] ?? 0);
  if (isTooLate) return [];
  return jobs
    .filter(({ status }) => status !== 'succeeded')
    .map(({ job, status }) => {
      return { property: 'pair-failed', text: `${job.name} of two ended as ${status}` };
    });
}
