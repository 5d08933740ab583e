import { getDifference, hideScenario } from '../opaque-part.ts';
import type { OpaquePart, Part } from '../part.ts';
import type { Random } from '../random.ts';
import { simplifyKnobs } from '../simplify-knobs.ts';
import { describeHistory } from './describe-history.ts';
import type { DrawnKnobs } from './draw-knobs.ts';
import { fitBeta, makeUnfit } from './beta-size.ts';
import {
  drawDoubt,
  drawEarlier,
  drawFailedBefore,
  drawFate,
  drawJob,
  drawLags,
  drawLatency,
  drawOther,
  drawOutage,
  drawReadFault,
  drawTraits,
  estimateRollout,
} from './draw-knobs.ts';
import {
  drawBlindDoubt,
  drawDoubtAtTimeout,
  drawEarlyFailure,
  drawFirstRelease,
  drawJustPaused,
  drawQuickLooks,
  drawRefusedChange,
  drawRefusedResume,
  drawRepeated,
  drawResumeAtTimeout,
  drawSameVersion,
  drawStrangeStart,
  drawThirdVersion,
  drawThirdVersionUntold,
  drawUnseenEnd,
  drawUnseenStart,
} from './draw-situations.ts';
import { drawVerification } from './draw-verification.ts';
import { judgeTem } from './judge-tem.ts';
import type { JobSpec, TemScenario } from './tem-scenario.ts';
import { PERFECT, PLAIN_JOB, REQUIRED_KEYS } from './tem-scenario.ts';
import { runWorld } from './tem-world.ts';

/** Makes the scenarios of one part out of a cloud and a job that are drawn already. */
type Draw = (random: Random, scenario: TemScenario) => DrawnKnobs;

function withJob(scenario: TemScenario, job: Partial<JobSpec>): DrawnKnobs {
  return { job: { ...scenario.job, ...job } };
}

/** Each part looks at one kind of trouble; `tem-any` mixes them, a few at a time. */
const DRAWS: Readonly<Record<string, Draw>> = {
  'tem-any': (random, scenario) => drawMixture(random, scenario),
  'tem-stale': (random) => ({ ...drawLags(random), ...drawLatency(random) }),
  'tem-faults': (random, scenario) => ({
    faults: Array.from({ length: random.integer(1, 3) }, () =>
      drawReadFault(random, estimateRollout(scenario)),
    ),
    ...(random.chance(0.4) ? drawOutage(random, estimateRollout(scenario) + 30) : {}),
    // An outage alone has to be survived.
    ...(random.chance(0.3) ? { faults: [] } : {}),
  }),
  'tem-doubt': (random, scenario) => {
    const call = random.pick(['trigger', 'trigger', 'resume', 'revert']);
    const needed: Partial<JobSpec> =
      call === 'resume' ? { strategy: 'BETA', onWaiting: 'resume' } : {};
    return {
      ...drawDoubt(random, call),
      ...withJob(scenario, needed),
      ...(random.chance(0.3) ? drawLags(random) : {}),
      lateSeconds: random.pick([70, 70, 130, 160]),
    };
  },
  'tem-others': (random, scenario) => ({
    others: Array.from({ length: random.integer(1, 2) }, () =>
      drawOther(random, 0, estimateRollout(scenario) + 20),
    ),
    ...(random.chance(0.3) ? drawLags(random) : {}),
  }),
  'tem-busy': (random) => ({
    ...{ finishesAnyway: random.chance(0.6), saysError: random.chance(0.5) },
    others: [drawEarlier(random), ...(random.chance(0.3) ? [drawOther(random, 0, 60)] : [])],
    ...(random.chance(0.15) ? drawFailedBefore(random) : {}),
    ...(random.chance(0.3) ? drawLags(random) : {}),
  }),
  'tem-crash': (random) => ({
    fate: drawFate(random),
    finishesAnyway: random.chance(0.5),
    saysError: random.chance(0.5),
    ...(random.chance(0.2) ? drawLags(random) : {}),
    // Then nothing but the instances that are missing says that it is not over.
    ...(random.chance(0.2) ? { hidesExpected: true, staysDeploying: false } : {}),
  }),
  'tem-timeouts': (random, scenario) => {
    const length = estimateRollout(scenario) + random.integer(-30, 45);
    // About when the first batch has waited for as long as it has to be healthy.
    const atPause = Math.round(0.65 * scenario.deploySeconds) + random.integer(0, 25);
    const paused = {
      strategy: 'BETA',
      onWaiting: 'resume',
      timeout: Math.max(1, atPause),
    } as const;
    const slow = { strategy: 'AUTO', batches: 4, intervalSeconds: 120, timeout: 300 } as const;
    const job = random.pick([
      { timeout: Math.max(1, length) },
      { timeout: Math.max(1, length) },
      paused,
    ]);
    return {
      ...withJob(scenario, random.chance(0.12) ? slow : job),
      ...(random.chance(0.3) ? drawLatency(random) : {}),
      ...(random.chance(0.2) ? { fate: drawFate(random) } : {}),
    };
  },
  'tem-cancel': (random, scenario) => ({
    ...withJob(scenario, drawCancel(random, scenario)),
    ...(random.chance(0.5) ? drawLags(random) : {}),
    ...(random.chance(0.2) ? drawLatency(random) : {}),
    ...(random.chance(0.15) ? drawDoubt(random, 'trigger') : {}),
    ...(random.chance(0.1) ? drawDoubt(random, 'revert') : {}),
  }),
  'tem-pairs': (random, scenario) => {
    const strategy = random.pick(['', '', 'AUTO', 'BETA']);
    const plain = { strategy, onWaiting: 'resume', ifDeploying: 'wait', force: false } as const;
    const isPlain = random.chance(0.7);
    const job = isPlain ? { ...scenario.job, ...plain } : scenario.job;
    const second = isPlain ? job : drawJob(random);
    const after = random.integer(0, 10 * estimateRollout(scenario)) / 10;
    const version = random.pick(['v3', 'v3', 'v3', 'v2']);
    const other = getDifference(PLAIN_JOB, { ...second, version });
    return {
      ...{ job, second: { after, job: other } },
      ...(random.chance(0.15) ? drawLags(random) : {}),
      ...(random.chance(0.15) ? drawLatency(random) : {}),
    };
  },
  'tem-handover': (random, scenario) => drawHandover(random, scenario),
  'tem-verify': (random, scenario) => drawVerification(random, scenario),
  'tem-attach': (random, scenario) => {
    const operation = random.pick(['tem-wait', 'tem-resume', 'tem-revert', 'tem-rollback']);
    const job = { operation, namesRevision: random.chance(0.5), timeout: 1800 };
    return {
      ...withJob(scenario, job),
      others: random.chance(0.1)
        ? [
            { at: -random.integer(100, 200), does: 'trigger', strategy: 'BETA' },
            { at: -random.integer(20, 100), does: 'revert' },
          ]
        : [drawEarlier(random), ...(random.chance(0.25) ? [drawOther(random, 0, 60)] : [])],
      ...(random.chance(0.3) ? drawLags(random) : {}),
      ...(random.chance(0.3)
        ? drawDoubt(random, operation === 'tem-resume' ? 'resume' : 'revert')
        : {}),
    };
  },
};

/** Somebody's rollout begins while the job's own is ending, or while the job is beginning, unseen. */
function drawHandover(random: Random, scenario: TemScenario): DrawnKnobs {
  const deploySeconds = random.pick([1, 3, 8]);
  const quick = { ...scenario, deploySeconds };
  const isForced = random.chance(0.3);
  const at = isForced ? -random.integer(1, 14) : estimateRollout(quick) + random.integer(-2, 25);
  const fate = random.chance(0.4) ? { fate: drawFate(random) } : {};
  const job: JobSpec = {
    ...{ ...scenario.job, onWaiting: 'resume', force: isForced },
    onFailure: random.pick(['revert', 'revert', 'keep']),
  };
  const knobs: DrawnKnobs = {
    others: [{ at, does: 'trigger', strategy: random.pick(['BETA', 'MANUAL', 'AUTO']), ...fate }],
    ...{ deploySeconds, forceReplaces: isForced, saysError: random.chance(0.5) },
    ...drawLags(random),
    ...(random.chance(0.5) ? { lagInfo: random.integer(5, 15) } : {}),
  };
  // Just after the other one has begun, a cancel must not roll it back.
  const cancel = random.chance(0.2)
    ? { cancelAt: Math.max(0, at) + random.integer(0, 12), onCancel: 'revert' as const }
    : {};
  const stableFor = random.chance(0.3) ? 2 : job.stableFor;
  return { ...knobs, job: { ...job, ...cancel, stableFor } };
}

function drawCancel(random: Random, scenario: TemScenario): Partial<JobSpec> {
  const latest = estimateRollout(scenario) + 20;
  // Most things happen in the first second.
  const cancelAt = random.chance(0.4) ? random.integer(0, 200) / 100 : random.next() * latest;
  return { cancelAt: Math.round(cancelAt * 100) / 100, onCancel: random.pick(['revert', 'keep']) };
}

function drawMixture(random: Random, scenario: TemScenario): DrawnKnobs {
  const length = estimateRollout(scenario);
  const operation = random.pick([
    ...(['tem-rolling-update', 'tem-rolling-update', 'tem-rolling-update'] as const),
    ...(['tem-wait', 'tem-resume', 'tem-revert', 'tem-rollback'] as const),
  ]);
  const isUpdate = operation === 'tem-rolling-update';
  const fault = () => drawReadFault(random, length);
  const cancel = random.chance(0.15) ? drawCancel(random, scenario) : {};
  const timeout = random.chance(0.15) ? { timeout: length + random.integer(1, 60) } : {};
  const earlier = !isUpdate || random.chance(0.2) ? [drawEarlier(random)] : [];
  const others = random.chance(0.2) ? [drawOther(random, -5, length + 20)] : [];
  const second = random.chance(0.15)
    ? { after: random.integer(0, length), job: getDifference(PLAIN_JOB, drawJob(random, 'v3')) }
    : null;
  return {
    ...withJob(scenario, { operation, ...cancel, ...timeout }),
    others: [...earlier, ...others],
    second,
    ...(random.chance(0.3) ? drawLags(random) : {}),
    ...(random.chance(0.3) ? drawLatency(random) : {}),
    ...(random.chance(0.2) ? { fate: drawFate(random) } : {}),
    ...(random.chance(0.2) ? { faults: [fault(), fault()] } : {}),
    ...(random.chance(0.15) ? drawOutage(random, length) : {}),
    ...(random.chance(0.15) ? drawDoubt(random, random.pick(['trigger', 'resume', 'revert'])) : {}),
  };
}

/** How many of a part's scenarios aim at a situation. */
const AIMED_SHARE = 0.25;

/** The parts that chance alone does not bring into the situations that their rules are about. */
const SITUATIONS: Readonly<Record<string, readonly [Draw, ...Draw[]]>> = {
  'tem-stale': [drawQuickLooks],
  'tem-faults': [drawRefusedChange, drawStrangeStart],
  'tem-doubt': [drawBlindDoubt, drawDoubtAtTimeout],
  'tem-crash': [drawEarlyFailure],
  'tem-timeouts': [drawResumeAtTimeout],
  'tem-attach': [
    ...([drawRepeated, drawJustPaused, drawThirdVersion] as const),
    ...[drawFirstRelease, drawUnseenStart, drawRefusedResume, drawThirdVersionUntold],
  ],
  'tem-handover': [drawUnseenEnd, drawSameVersion],
};

/** How many of the scenarios ask for a beta batch that is refused before anything is changed. */
const UNFIT_SHARE = 0.01;

function createPart(name: string, draw: Draw): Part<TemScenario> {
  return {
    name,
    baseline: PERFECT,
    generate: (random) => {
      const cloud = random.chance(0.3) ? {} : drawTraits(random);
      const job = random.chance(0.2) ? PERFECT.job : drawJob(random);
      const scenario: TemScenario = { ...PERFECT, ...cloud, job };
      const situations = SITUATIONS[name];
      const isAimed = situations !== undefined && random.chance(AIMED_SHARE);
      const drawKnobs = isAimed ? random.pick(situations) : draw;
      const drawn = { ...scenario, ...drawKnobs(random, scenario) };
      return random.chance(UNFIT_SHARE) ? makeUnfit(drawn) : fitBeta(drawn);
    },
    run: async (scenario) => {
      const history = await runWorld(scenario);
      return { violations: judgeTem(history), log: describeHistory(history) };
    },
    simplify: (scenario) => simplifyKnobs(PERFECT, scenario, REQUIRED_KEYS),
  };
}

export const TEM_PARTS: readonly OpaquePart[] = Object.entries(DRAWS).map(([name, draw]) =>
  hideScenario(createPart(name, draw)),
);
