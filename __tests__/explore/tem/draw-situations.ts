import type { Random } from '../random.ts';
import type { DrawnKnobs } from './draw-knobs.ts';
import type { JobSpec, OtherAction, TemScenario } from './tem-scenario.ts';

/**
 * Situations that chance alone brings about too rarely: each aims at one rule of the contract, and
 * draws what the rule does not depend on.
 */
type Draw = (random: Random, scenario: TemScenario) => DrawnKnobs;

function withJob(scenario: TemScenario, job: Partial<JobSpec>): DrawnKnobs {
  return { job: { ...scenario.job, ...job } };
}

/** A job that starts its rollout at once, and that has the time to see its end. */
const PROMPT = {
  ...{ operation: 'tem-rolling-update', ifDeploying: 'fail', force: false, wait: true },
  ...{ dryRun: false, cancelAt: null, timeout: 1800 },
} as const satisfies Partial<JobSpec>;

/**
 * The answer to a change is lost, nothing can be read for a while, and the cloud executes the change
 * a little after it can be read again: time without a read must not count.
 */
export const drawBlindDoubt: Draw = (random, scenario) => {
  const call = random.pick(['trigger', 'resume']);
  const seconds = random.integer(35, 60);
  const paused = { strategy: 'MANUAL', batches: 3, onWaiting: 'resume' } as const;
  return {
    ...withJob(scenario, { ...PROMPT, ...(call === 'resume' ? paused : { strategy: '' }) }),
    ...{ instances: random.pick([3, 4, 6]), deploySeconds: 3 },
    faults: [{ call, from: 0, count: 1, kind: 'reset-late' }],
    outages: [{ after: call, from: 0.01, seconds, kind: 'reset-before' }],
    lateSeconds: seconds + random.integer(3, 20),
  };
};

/** A change is lost, and the timeout comes when it is about to be sent once more. */
export const drawDoubtAtTimeout: Draw = (random, scenario) => {
  const call = random.pick(['trigger', 'resume']);
  const { deploySeconds } = scenario;
  const earlier = [{ at: -deploySeconds - 20, does: 'trigger', strategy: 'BETA' }] as const;
  const operation = call === 'resume' ? 'tem-resume' : 'tem-rolling-update';
  return {
    ...withJob(scenario, { ...PROMPT, operation, timeout: random.integer(29, 36) }),
    faults: [{ call, from: 0, count: 1, kind: 'reset-before' }],
    ...(call === 'resume' ? { instances: 4, isNew: false, others: earlier } : {}),
  };
};

/** Nobody can be reached just when something is to be changed, for less than half a minute. */
export const drawRefusedChange: Draw = (random, scenario) => {
  const after = random.pick(['trigger', 'trigger', 'resume']);
  const beta = { strategy: 'BETA', onWaiting: 'resume' } as const;
  const kind = random.pick(['refused', 'dns']);
  return {
    ...withJob(scenario, { ...PROMPT, ...(after === 'resume' ? beta : {}) }),
    outages: [{ after, from: 0, seconds: random.integer(12, 20), kind }],
  };
};

/** A batch is paused, and nobody can be reached just when tem-resume confirms it. */
export const drawRefusedResume: Draw = (random, scenario) => ({
  ...withJob(scenario, { operation: 'tem-resume', timeout: 1800, wait: true }),
  ...{ instances: 4, isNew: false },
  others: [{ at: -scenario.deploySeconds - 25, does: 'trigger', strategy: 'BETA' }],
  outages: [
    {
      ...{ after: 'resume', from: 0, seconds: random.integer(40, 60) },
      kind: random.pick(['refused', 'dns']),
    },
  ],
});

/** Looks follow each other quickly, and several in a row may come from replicas that are behind. */
export const drawQuickLooks: Draw = (random, scenario) => ({
  ...withJob(scenario, { ...PROMPT, pollInterval: 1 }),
  ...{ flaps: true, lagInfo: random.integer(5, 9), minLatency: 50, maxLatency: 50 },
  ...{ lagDetail: random.pick([0, 0, 5]), lagPods: random.pick([0, 0, 5]) },
});

/** An instance fails for a few seconds, and by the time that Info shows the rollout it is healthy. */
export const drawEarlyFailure: Draw = (random, scenario) => ({
  ...withJob(scenario, {
    ...{ ...PROMPT, pollInterval: random.pick([0, 0, 5]), onWaiting: 'resume' },
    strategy: random.pick(['', 'BETA']),
  }),
  ...{ instances: 4, isNew: false, finishesAnyway: random.chance(0.5) },
  ...{ deploySeconds: 3, lagInfo: random.integer(7, 12) },
  fate: { kind: 'recovers', seconds: random.integer(5, 9), pods: random.pick([1, 99]) },
});

/** What somebody rolled back is rolled out again, and the details still show the rollback. */
export const drawRepeated: Draw = (random, scenario) => {
  const again = -random.integer(1, 3);
  const revertSeconds = random.pick([2, 10]);
  const reverted = again - revertSeconds - random.integer(3, 30);
  return {
    ...withJob(scenario, { operation: 'tem-wait', timeout: 1800 }),
    ...{ instances: 4, isNew: false, revertSeconds, lagDetail: random.integer(4, 9) },
    others: [
      { at: reverted - random.integer(5, 90), does: 'trigger', strategy: 'BETA' },
      { at: reverted, does: 'revert' },
      { at: again, does: 'trigger', strategy: random.pick(['AUTO', 'BETA']) },
    ],
  };
};

/** A batch has just been paused when tem-resume comes, and its first look does not show it yet. */
export const drawJustPaused: Draw = (random, scenario) => ({
  ...withJob(scenario, { operation: 'tem-resume', timeout: 1800, wait: true }),
  ...{ instances: random.pick([3, 4, 6]), isNew: false, hidesExpected: false },
  ...{ lagInfo: random.integer(5, 8), lagDetail: random.integer(5, 8), finishesAnyway: true },
  deploySeconds: Math.max(20, scenario.deploySeconds),
  others: [
    {
      at: -Math.max(20, scenario.deploySeconds) - random.integer(1, 5),
      does: 'trigger',
      strategy: 'BETA',
    },
  ],
});

/** Somebody deploys a third version as soon as tem-revert has brought the one before back. */
export const drawThirdVersion: Draw = (random, scenario) => {
  const revertSeconds = random.pick([2, 10, 20]);
  const third: OtherAction = {
    at: revertSeconds + random.integer(1, 8),
    does: 'trigger',
    version: 'v4',
  };
  return {
    ...withJob(scenario, { operation: 'tem-revert', timeout: 1800, pollInterval: 15 }),
    ...{ instances: 4, isNew: false, revertSeconds, deploySeconds: random.pick([3, 8, 20]) },
    others: [{ at: -random.integer(30, 60), does: 'trigger', strategy: 'BETA' }, third],
  };
};

/** The same, and tem-revert begins when the details still show the rollout before. */
export const drawThirdVersionUntold: Draw = (random, scenario) => {
  const revertSeconds = random.pick([2, 10]);
  const lagDetail = random.integer(9, 12);
  const third: OtherAction = {
    at: lagDetail + revertSeconds + random.integer(1, 8),
    does: 'trigger',
    version: 'v4',
  };
  return {
    ...withJob(scenario, { operation: 'tem-revert', timeout: 1800, pollInterval: 15 }),
    ...{
      instances: 4,
      isNew: false,
      revertSeconds,
      deploySeconds: random.pick([20, 30]),
      lagDetail,
    },
    others: [{ at: -random.integer(1, 5), does: 'trigger', strategy: 'BETA' }, third],
  };
};

/** The first read of the application is answered with a code that nobody expects. */
export const drawStrangeStart: Draw = (random, scenario) => ({
  ...withJob(scenario, PROMPT),
  faults: [{ call: 'info', from: 0, count: random.integer(1, 2), kind: 'unexpected-code' }],
});

/** The first release of an application begins when somebody waits for it already. */
export const drawFirstRelease: Draw = (random, scenario) => ({
  ...withJob(scenario, { operation: 'tem-wait', timeout: 1800, namesRevision: false }),
  ...{ isNew: true, hidesExpected: false },
  others: [{ at: random.integer(1, 20), does: 'trigger' }],
});

/** tem-wait comes right after a rollout has begun, and its first look does not show it yet. */
export const drawUnseenStart: Draw = (random, scenario) => {
  const lag = random.integer(4, 9);
  return {
    ...withJob(scenario, { operation: 'tem-wait', timeout: 1800, namesRevision: false }),
    ...{ isNew: false, hidesExpected: false },
    ...{ lagInfo: lag, lagDetail: random.integer(0, lag), lagPods: random.integer(0, lag) },
    others: [{ at: -random.integer(1, lag - 2), does: 'trigger' }],
  };
};

/** Another rollout has come and gone before the first look, which does not show it yet. */
export const drawUnseenEnd: Draw = (random, scenario) => {
  const lagInfo = random.integer(6, 9);
  return {
    ...withJob(scenario, PROMPT),
    ...{ isNew: false, hidesRevisionId: true, lagInfo, deploySeconds: random.pick([1, 2]) },
    others: [{ at: -random.integer(3, lagInfo - 1), does: 'trigger' }],
  };
};

/** Somebody deploys the same version once more while Info still shows the job's own rollout. */
export const drawSameVersion: Draw = (random, scenario) => {
  const deploySeconds = random.pick([1, 3]);
  const job = { ...PROMPT, strategy: '', batches: 1, onWaiting: 'resume', version: 'v2' } as const;
  return {
    ...withJob(scenario, { ...job, stableFor: random.pick([0, 2, 15]) }),
    ...{ instances: random.pick([2, 4]), isNew: false, hidesRevisionId: false, deploySeconds },
    lagInfo: random.integer(6, 9),
    others: [
      {
        ...{ at: deploySeconds + random.integer(1, 15), does: 'trigger', version: 'v2' },
        strategy: random.pick(['BETA', 'MANUAL']),
      },
    ],
  };
};

/** The timeout comes before tem-resume can be certain that no batch is paused. */
export const drawResumeAtTimeout: Draw = (random, scenario) => ({
  ...withJob(scenario, { operation: 'tem-resume', wait: true, timeout: random.integer(2, 9) }),
  ...{ isNew: false, deploySeconds: 60 },
  others: [
    { at: -random.integer(5, 30), does: 'trigger', strategy: random.pick(['AUTO', 'BETA']) },
  ],
});
