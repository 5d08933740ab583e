import type { Random } from '../random.ts';
import type { DrawnKnobs } from './draw-knobs.ts';
import {
  drawDoubt,
  drawFate,
  drawLags,
  drawLatency,
  drawOther,
  drawOutage,
  drawReadFault,
  estimateRollout,
} from './draw-knobs.ts';
import type { JobSpec, TemScenario } from './tem-scenario.ts';

/** A rollout that is verified, with one kind of trouble or none. */
export function drawVerification(random: Random, scenario: TemScenario): DrawnKnobs {
  const verifySeconds = random.pick([20, 30, 60]);
  const job: JobSpec = {
    ...scenario.job,
    ...{ strategy: random.pick(['BETA', 'BETA', 'MANUAL', 'AUTO']), dryRun: false, wait: true },
    onWaiting: random.pick(['verify', 'verify', 'verify', 'resume', 'stop']),
    verify: random.pick(['shared', 'shared', 'instances']),
    verifyBody: random.chance(0.8),
    verifySeconds,
  };
  const service = random.pick(['good', 'good', 'good', 'bad', 'half', 'slow', 'turns-bad']);
  const verified = { ...scenario, job };
  return { service, job, ...drawTrouble(random, verified, verifySeconds) };
}

function drawTrouble(random: Random, scenario: TemScenario, verifySeconds: number): DrawnKnobs {
  const { job } = scenario;
  const latest = estimateRollout(scenario) + job.batches * verifySeconds + 20;
  const trouble = random.pick([
    ...(['none', 'none', 'stale', 'faults', 'outage', 'others', 'crash'] as const),
    ...(['cancel', 'timeout', 'doubt'] as const),
  ]);
  switch (trouble) {
    case 'none':
      return {};
    case 'stale':
      return { ...drawLags(random), ...drawLatency(random) };
    case 'faults':
      return { faults: [drawReadFault(random, latest), drawReadFault(random, latest)] };
    case 'outage':
      return drawOutage(random, latest);
    case 'others':
      return { others: [drawOther(random, 0, latest)] };
    case 'crash':
      return { fate: drawFate(random) };
    case 'cancel': {
      const cancelAt = random.integer(0, latest);
      return { job: { ...job, cancelAt, onCancel: random.pick(['revert', 'keep']) } };
    }
    case 'timeout':
      return { job: { ...job, timeout: Math.max(verifySeconds + 1, random.integer(30, latest)) } };
    case 'doubt':
      return drawDoubt(random, random.pick(['trigger', 'resume', 'revert']));
  }
}
