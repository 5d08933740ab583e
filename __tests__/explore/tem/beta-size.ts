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

/**
 * Whether the job's beta batch is too large for certain. The number of instances that the job sees
 * is known only if nobody changes it, and if there are any.
 */
export function isUnfit(
  { hidesExpected, isNew, others, second, instances }: TemScenario,
  spec: JobSpec,
): boolean {
  const isScaled = others.some(({ does }) => does === 'scale');
  const isCounted = !isNew && !isScaled;
  // Without ExpectedInstances the instances are counted, and those of other rollouts with them.
  const isAlone = !hidesExpected || (others.length === 0 && !second);
  const isBeta = spec.operation === 'tem-rolling-update' && spec.strategy === 'BETA';
  return isBeta && isCounted && isAlone && Math.max(1, spec.betaPods) > instances;
}
