import type { JobSpec, TemScenario } from './tem-scenario.ts';

/** Makes the beta batches of the jobs no larger than the application is. */
export function fitBeta(scenario: TemScenario): TemScenario {
  const { instances, job, second } = scenario;
  const fit = ({ betaPods = 0 }: Partial<JobSpec>) => Math.min(betaPods, instances);
  return {
    ...scenario,
    job: { ...job, betaPods: fit(job) },
    second: second && { ...second, job: { ...second.job, betaPods: fit(second.job) } },
  };
}

/** Lets the first job ask for a beta batch that is larger than the application. */
export function makeUnfit(scenario: TemScenario): TemScenario {
  const betaPods = scenario.instances + 1;
  const job: JobSpec = { ...scenario.job, strategy: 'BETA', batches: 2, betaPods };
  return { ...fitBeta(scenario), job };
}

/** Whether the job's beta batch is larger than the application. */
export function isTooLarge({ instances }: TemScenario, spec: JobSpec): boolean {
  const isBeta = spec.operation === 'tem-rolling-update' && spec.strategy === 'BETA';
  return isBeta && Math.max(1, spec.betaPods) > instances;
}

/**
 * Whether the job can know for certain that its beta batch is too large: it sees the number of
 * instances, and nobody changes it.
 */
export function isUnfit(scenario: TemScenario, spec: JobSpec): boolean {
  const { hidesExpected, isNew, others, second } = scenario;
  const isScaled = others.some(({ does }) => does === 'scale');
  // Without ExpectedInstances the instances are counted, and those of other rollouts with them.
  const isAlone = !hidesExpected || (others.length === 0 && !second && !isNew);
  return isTooLarge(scenario, spec) && isAlone && !isScaled;
}
