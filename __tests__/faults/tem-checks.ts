import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { ApplicationSeed, SimulatedApplication } from '../../simulator/index.ts';
import type { Cloud, Inputs } from './scenario.ts';

/** The application that the scenarios of TEM are about, and what the simulator shows of it. */
export const BEFORE = DEMO_APPLICATION.deployVersion;
export const AFTER = 'v2.4.0';
const INSTANCES = 3;
export const ID = DEMO_APPLICATION.applicationId;
export const TARGET = {
  region: DEMO_APPLICATION.region,
  'application-id': ID,
  'environment-id': DEMO_APPLICATION.environmentId,
};
export const UPDATE = { operation: 'tem-rolling-update', ...TARGET, 'deploy-version': AFTER };
export const BETA = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 } as const;
/** Past the beta batch, short of anything after it. */
export const BETA_WAITS = 60;
export const applications = (seed: Partial<ApplicationSeed> = {}) => ({
  tem: { applications: [{ ...DEMO_APPLICATION, instances: INSTANCES, ...seed }] },
});

export const application = ({ simulator }: Cloud): SimulatedApplication =>
  simulator.tem.application(ID);

export function isServed(cloud: Cloud, version: string): boolean {
  const pods = application(cloud).pods();
  const good = pods.filter(({ status, ready, deployVersion }) => {
    return status === 'Running' && ready && deployVersion === version;
  });
  return good.length === INSTANCES && pods.length === INSTANCES;
}

/** How the only rollout stands; '' where there is none, 'several' where there are more. */
export function rollout(cloud: Cloud): string {
  const { rollouts } = application(cloud);
  return rollouts.length > 1 ? 'several' : (rollouts[0]?.state ?? '');
}

export const isRolledOut = (cloud: Cloud) =>
  rollout(cloud) === 'finished' && isServed(cloud, AFTER);
export const isTakenBack = (cloud: Cloud) =>
  rollout(cloud) === 'reverted' && isServed(cloud, BEFORE);

/** Past the end of any rollout. */
export const ENDED = 300;
/** After a rollout that has ended, the version before it was deployed again, once. */
export const isBackAgain = (cloud: Cloud) =>
  application(cloud)
    .rollouts.map(({ state }) => state)
    .join() === 'finished,finished' && isServed(cloud, BEFORE);

export const namesRollout = (cloud: Cloud, outputs: Inputs) =>
  outputs['revision-id'] === application(cloud).rollouts[0]?.revisionId;

/** The package as it lies in COS under the path that TEM gave. */
export const isUploaded = ({ simulator }: Cloud, bytes: number) =>
  simulator.cos.buckets.some(({ objects }) => objects.some(({ size }) => size === bytes));

export const JAR: Partial<ApplicationSeed> = {
  deployMode: 'JAR',
  pkgName: 'old.jar',
  behaviour: { uploadedPackage: 'full-path' },
};
