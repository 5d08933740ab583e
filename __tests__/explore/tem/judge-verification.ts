import type { Violation } from '../part.ts';
import type { JobFacts } from './job-facts.ts';

interface ShownStage {
  readonly stage: string;
  readonly verdict: string;
  readonly 'started-at': string;
}

/** What a step that verifies promises, beside what is true. */
export function judgeVerification(facts: JobFacts): Violation[] {
  if (facts.job.spec.verify === '') return [];
  return [...judgeSuccess(facts), ...judgeFailure(facts), ...judgeResumes(facts)];
}

const EXCUSED = new Set(['false-failure', 'useless-failure', 'good-reverted']);

/** What a failed or long verification explains; its own promises are judged here. */
export function isExcused(facts: JobFacts, { property }: Violation): boolean {
  const { verify } = facts.job.spec;
  if (verify === '' || !EXCUSED.has(property)) return false;
  if (facts.status === 'timed-out') return facts.job.spec.timeout < 1800;
  // A cancel during the rollback has a code of its own.
  const stages = readStages(facts.job.main.outputs);
  const hasFailed = stages.some(({ verdict }) => verdict === 'failed');
  return hasFailed || readCode(facts).startsWith('verification-');
}

/** A version that answers badly, and is told from others, is never a success. */
function judgeSuccess(facts: JobFacts): Violation[] {
  const { job, scenario, status } = facts;
  const { name, spec } = job;
  const isTold = spec.verifyBody || spec.verify === 'instances';
  const isGood = scenario.service === 'good' || scenario.service === 'turns-bad';
  if (status !== 'succeeded' || isGood || !isTold || !isOurs(facts)) return [];
  return [
    { property: 'bad-verified', text: `${name} verified a version that is ${scenario.service}` },
  ];
}

/** A version that answers well, on instances that are well, with nobody else about. */
function judgeFailure(facts: JobFacts): Violation[] {
  const { job, scenario } = facts;
  const { name, spec } = job;
  const code = readCode(facts);
  if (!code.startsWith('verification-')) return [];
  const isAlone = scenario.others.length === 0 && !scenario.second;
  if (scenario.service !== 'good' || scenario.fate.kind !== 'good' || !isAlone) return [];
  // Few of the requests to the shared address may reach a small batch.
  if (code === 'verification-no-evidence' && spec.verify === 'shared') return [];
  return [{ property: 'good-unverified', text: `${name} failed by ${code}, and all was good` }];
}

/**
 * No batch is resumed before a stage has passed for it; the first one of tem-resume is the user's.
 * A stage may have the name of the batch that waits, so their number decides.
 */
function judgeResumes({ changes, job }: JobFacts): Violation[] {
  const { main, name, spec } = job;
  if (spec.onWaiting !== 'verify') return [];
  const passed = readStages(main.outputs).filter(
    ({ stage, verdict }) => stage !== 'final' && verdict === 'passed',
  );
  const resumes = changes.filter(({ kind }) => kind === 'resume');
  return resumes.slice(spec.operation === 'tem-resume' ? 1 : 0).flatMap(({ at }, index) => {
    const proven = passed.filter((one) => Date.parse(one['started-at']) < at);
    if (proven.length > index) return [];
    const text = `${name} resumed a batch that had not passed`;
    return [{ property: 'resumed-unverified', text }];
  });
}

/** Whether the rollout was started by a job, so that its instances answer as the scenario says. */
function isOurs({ followed, history }: JobFacts): boolean {
  const trigger = history.cloud.changes.find(
    ({ kind, revisionId }) => kind === 'trigger' && revisionId === followed,
  );
  return trigger?.by.startsWith('job') === true;
}

function readCode({ job }: JobFacts): string {
  const { result = '{}' } = job.main.outputs;
  return (JSON.parse(result) as { error?: { code?: string } }).error?.code ?? '';
}

function readStages({ verification }: Readonly<Record<string, string>>): readonly ShownStage[] {
  return JSON.parse(verification || '[]') as ShownStage[];
}
