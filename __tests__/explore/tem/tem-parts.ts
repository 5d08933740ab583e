import { hideScenario } from '../opaque-part.ts';
import type { OpaquePart, Part } from '../part.ts';
import type { Random } from '../random.ts';
import { simplifyKnobs } from '../simplify-knobs.ts';
import { describeHistory } from './describe-history.ts';
import type { DrawnKnobs } from './draw-knobs.ts';
import {
  drawDoubt,
  drawEarlier,
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
import { judgeTem } from './judge-tem.ts';
import type { JobSpec, TemScenario } from './tem-scenario.ts';
import { PERFECT } from './tem-scenario.ts';
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
  }),
  'tem-doubt': (random, scenario) => {
    const call = random.pick(['trigger', 'trigger', 'resume', 'revert']);
    const needed: Partial<JobSpec> =
      call === 'resume' ? { strategy: 'BETA', onWaiting: 'resume' } : {};
    return { ...drawDoubt(random, call), ...withJob(scenario, needed) };
  },
  'tem-others': (random, scenario) => ({
    others: Array.from({ length: random.integer(1, 2) }, () =>
      drawOther(random, 0, estimateRollout(scenario) + 20),
    ),
    ...(random.chance(0.3) ? drawLags(random) : {}),
  }),
  'tem-busy': (random) => ({
    finishesAnyway: random.chance(0.6),
    others: [drawEarlier(random), ...(random.chance(0.3) ? [drawOther(random, 0, 60)] : [])],
    ...(random.chance(0.3) ? drawLags(random) : {}),
  }),
  'tem-crash': (random) => ({
    fate: drawFate(random),
    finishesAnyway: random.chance(0.5),
    saysError: random.chance(0.5),
    ...(random.chance(0.2) ? drawLags(random) : {}),
  }),
  'tem-timeouts': (random, scenario) => {
    const length = Math.max(1, estimateRollout(scenario) + random.integer(-30, 45));
    const isTooLong = random.chance(0.15);
    const paused = { strategy: 'AUTO', batches: 4, intervalSeconds: 120, timeout: 300 } as const;
    const job = isTooLong ? paused : { timeout: length };
    return {
      ...withJob(scenario, job),
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
    return { job, second: { after, job: { ...second, version } } };
  },
  'tem-attach': (random, scenario) => {
    const operation = random.pick(['tem-wait', 'tem-resume', 'tem-revert']);
    const job = { operation, namesRevision: random.chance(0.5), timeout: 1800 };
    return {
      ...withJob(scenario, job),
      others: [drawEarlier(random), ...(random.chance(0.25) ? [drawOther(random, 0, 60)] : [])],
      ...(random.chance(0.3) ? drawLags(random) : {}),
      ...(random.chance(0.3)
        ? drawDoubt(random, operation === 'tem-resume' ? 'resume' : 'revert')
        : {}),
    };
  },
};

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
    ...(['tem-wait', 'tem-resume', 'tem-revert'] as const),
  ]);
  const isUpdate = operation === 'tem-rolling-update';
  const fault = () => drawReadFault(random, length);
  const cancel = random.chance(0.15) ? drawCancel(random, scenario) : {};
  const timeout = random.chance(0.15) ? { timeout: length + random.integer(1, 60) } : {};
  const earlier = !isUpdate || random.chance(0.2) ? [drawEarlier(random)] : [];
  const others = random.chance(0.2) ? [drawOther(random, -5, length + 20)] : [];
  const second = random.chance(0.15)
    ? { after: random.integer(0, length), job: { ...drawJob(random), version: 'v3' } }
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

function createPart(name: string, draw: Draw): Part<TemScenario> {
  return {
    name,
    baseline: PERFECT,
    generate: (random) => {
      const cloud = random.chance(0.3) ? {} : drawTraits(random);
      const job = random.chance(0.2) ? PERFECT.job : drawJob(random);
      const scenario: TemScenario = { ...PERFECT, ...cloud, job };
      return { ...scenario, ...draw(random, scenario) };
    },
    run: async (scenario) => {
      const history = await runWorld(scenario);
      return { violations: judgeTem(history), log: describeHistory(history) };
    },
    simplify: (scenario) => simplifyKnobs(PERFECT, scenario),
  };
}

export const TEM_PARTS: readonly OpaquePart[] = Object.entries(DRAWS).map(([name, draw]) =>
  hideScenario(createPart(name, draw)),
);
