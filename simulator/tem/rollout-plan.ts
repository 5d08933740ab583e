import { invalidValue } from '../api-error.ts';
import type { ParametersOf } from '../gateway/service.ts';
import type { TEM_CONTRACT } from './tem-service.ts';

export type Strategy = 'AUTO' | 'BETA' | 'MANUAL';

/** The parameters of RollingUpdateApplicationByVersion, for an application that is known. */
export type RollingUpdateParameters = Omit<
  ParametersOf<typeof TEM_CONTRACT.actions.RollingUpdateApplicationByVersion>,
  'ApplicationId' | 'EnvironmentId'
>;

/** How a rollout is split into batches. */
export interface RolloutPlan {
  strategy: Strategy;
  /** Instances of the beta batch; 0 without one. */
  betaInstances: number;
  /** Instances of each batch, the beta batch first. */
  batches: number[];
  /** Between batches that need no confirmation. */
  intervalSeconds: number;
  /** Batches besides the beta batch, as requested. */
  totalBatchCount: number;
  minAvailable: number;
  force: boolean;
}

// The official examples send digits here as well.
const STRATEGIES: Record<string, Strategy> = {
  AUTO: 'AUTO',
  MANUAL: 'MANUAL',
  BETA: 'BETA',
  '0': 'AUTO',
  '1': 'MANUAL',
  '2': 'BETA',
};

/** Throws InvalidParameterValue. */
export function planRollout(parameters: RollingUpdateParameters, instances: number): RolloutPlan {
  const strategy = strategyOf(parameters.DeployStrategyType ?? 'AUTO');
  const betaInstances =
    strategy === 'BETA' ? betaSize(count(parameters, 'BetaBatchNum'), instances) : 0;
  const totalBatchCount = Math.max(1, count(parameters, 'TotalBatchCount'));
  const beta = betaInstances > 0 ? [betaInstances] : [];
  return {
    strategy,
    betaInstances,
    batches: [...beta, ...splitEvenly(instances - betaInstances, totalBatchCount)],
    intervalSeconds: count(parameters, 'BatchInterval'),
    totalBatchCount,
    minAvailable: count(parameters, 'MinAvailable'),
    force: parameters.Force ?? false,
  };
}

/** Sizes that differ by one at most, the larger first; never more batches than instances. */
export function splitEvenly(instances: number, batchCount: number): number[] {
  const batches = Math.min(batchCount, instances);
  return Array.from({ length: batches }, (_, index) => Math.ceil((instances - index) / batches));
}

/** At least one instance, at most half of them: a single instance has no beta batch. */
function betaSize(requested: number, instances: number): number {
  return Math.min(Math.max(1, requested), Math.floor(instances / 2));
}

function strategyOf(word: string): Strategy {
  const strategy = STRATEGIES[word];
  if (strategy === undefined) throw invalidValue('DeployStrategyType');
  return strategy;
}

type CountName = 'BetaBatchNum' | 'TotalBatchCount' | 'BatchInterval' | 'MinAvailable';

function count(parameters: RollingUpdateParameters, name: CountName): number {
  const value = parameters[name] ?? 0;
  if (value < 0) throw invalidValue(name);
  return value;
}
