import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { ApplicationSeed, SimulatedApplication } from '../../simulator/index.ts';
import { isWhole, sha256Of } from './files.ts';
import type { Cloud, Inputs, Scenario } from './scenario.ts';

const BEFORE = DEMO_APPLICATION.deployVersion;
const AFTER = 'v2.4.0';
const INSTANCES = 3;
const ID = DEMO_APPLICATION.applicationId;
const TARGET = {
  region: DEMO_APPLICATION.region,
  'application-id': ID,
  'environment-id': DEMO_APPLICATION.environmentId,
};
const UPDATE = { operation: 'tem-rolling-update', ...TARGET, 'deploy-version': AFTER };
const BETA = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 } as const;
/** Past the beta batch, short of anything after it. */
const BETA_WAITS = 60;
const PACKAGE = 'the shop';
/** More than a single PUT takes: three parts. */
const LARGE_BYTES = 33 * 1024 * 1024;

const applications = (seed: Partial<ApplicationSeed> = {}) => ({
  tem: { applications: [{ ...DEMO_APPLICATION, instances: INSTANCES, ...seed }] },
});

const application = ({ simulator }: Cloud): SimulatedApplication => simulator.tem.application(ID);

function isServed(cloud: Cloud, version: string): boolean {
  const pods = application(cloud).pods();
  const good = pods.filter(({ status, ready, deployVersion }) => {
    return status === 'Running' && ready && deployVersion === version;
  });
  return good.length === INSTANCES && pods.length === INSTANCES;
}

/** How the only rollout stands; '' where there is none, 'several' where there are more. */
function rollout(cloud: Cloud): string {
  const { rollouts } = application(cloud);
  return rollouts.length > 1 ? 'several' : (rollouts[0]?.state ?? '');
}

const isRolledOut = (cloud: Cloud) => rollout(cloud) === 'finished' && isServed(cloud, AFTER);
const isTakenBack = (cloud: Cloud) => rollout(cloud) === 'reverted' && isServed(cloud, BEFORE);

const namesRollout = (cloud: Cloud, outputs: Inputs) =>
  outputs['revision-id'] === application(cloud).rollouts[0]?.revisionId;

const startBeta = (cloud: Cloud) => {
  application(cloud).startRollout({ DeployVersion: AFTER, ...BETA });
  cloud.pass(BETA_WAITS);
};

const newPods = (cloud: Cloud) =>
  application(cloud)
    .pods()
    .filter(({ deployVersion }) => deployVersion === AFTER).length;

/** The package as it lies in COS under the path that TEM gave. */
const uploaded = ({ simulator }: Cloud, bytes: number) =>
  simulator.cos.buckets.some(({ objects }) => objects.some(({ size }) => size === bytes));

const JAR = { deployMode: 'JAR', pkgName: 'old.jar', behaviour: { uploadedPackage: 'full-path' } };

export const TEM_SCENARIOS: readonly Scenario[] = [
  {
    name: 'an image, in two batches',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'deploy-strategy': 'AUTO', 'total-batch-count': '2' },
    endsAs: 'succeeded',
    isDone: isRolledOut,
  },
  {
    name: 'a beta batch, confirmed by on-waiting: resume',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: {
      ...UPDATE,
      ...{ 'deploy-strategy': 'BETA', 'beta-batch-num': '1', 'total-batch-count': '2' },
      'on-waiting': 'resume',
    },
    endsAs: 'succeeded',
    isDone: isRolledOut,
    isBegun: (cloud, outputs) => rollout(cloud) === 'waiting' && namesRollout(cloud, outputs),
  },
  {
    name: 'a crash, taken back by on-failure: revert',
    operation: 'tem-rolling-update',
    seeds: applications({
      behaviour: { crash: { status: 'CrashLoopBackOff', versions: [AFTER] } },
    }),
    inputs: { ...UPDATE, 'on-failure': 'revert', 'on-timeout': 'revert', 'failure-grace': '30s' },
    endsAs: 'reverted',
    isDone: isTakenBack,
    isBegun: (cloud, outputs) => rollout(cloud) === 'deploying' && namesRollout(cloud, outputs),
  },
  {
    name: 'a package, uploaded and fetched again',
    operation: 'tem-rolling-update',
    seeds: applications(JAR as Partial<ApplicationSeed>),
    files: { 'shop.jar': PACKAGE },
    inputs: ({ simulator }) => ({
      ...UPDATE,
      ...{ 'package-file': 'shop.jar', 'cos-endpoint': simulator.cosEndpoint },
      'download-path': 'again/',
    }),
    endsAs: 'succeeded',
    sha256: sha256Of(PACKAGE),
    isDone: (cloud) => isRolledOut(cloud) && isWhole(cloud, 'again/shop.jar', sha256Of(PACKAGE)),
    // The new version serves, and only its package was not to be had again.
    isBegun: isRolledOut,
  },
  {
    name: 'a plan (dry-run)',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'dry-run': 'true' },
    endsAs: 'planned',
    isDone: (cloud) => rollout(cloud) === '',
  },
  {
    name: 'a rollout that is under way',
    operation: 'tem-wait',
    seeds: applications(),
    prepare: (cloud) => {
      application(cloud).startRollout({ DeployVersion: AFTER, TotalBatchCount: 2 });
      cloud.pass(5);
    },
    inputs: { operation: 'tem-wait', ...TARGET },
    endsAs: 'succeeded',
    isDone: isRolledOut,
  },
  {
    name: 'one batch of three, confirmed once',
    operation: 'tem-resume',
    seeds: applications(),
    prepare: (cloud) => {
      const plan = { DeployStrategyType: 'MANUAL', TotalBatchCount: 3 } as const;
      application(cloud).startRollout({ DeployVersion: AFTER, ...plan });
      cloud.pass(BETA_WAITS);
    },
    inputs: { operation: 'tem-resume', ...TARGET },
    endsAs: 'waiting',
    isDone: (cloud) => rollout(cloud) === 'waiting' && newPods(cloud) === 2,
  },
  {
    name: 'a beta batch that waits',
    operation: 'tem-revert',
    seeds: applications(),
    prepare: startBeta,
    inputs: { operation: 'tem-revert', ...TARGET },
    endsAs: 'reverted',
    isDone: isTakenBack,
  },
  {
    name: 'a package, fetched',
    operation: 'tem-package-url',
    seeds: {
      ...applications(JAR as Partial<ApplicationSeed>),
      cos: {
        buckets: [
          { name: 'tem-ap-guangzhou-1300000000', objects: { 'tem/pkg/shop.jar': PACKAGE } },
        ],
      },
    },
    inputs: {
      operation: 'tem-package-url',
      ...{ region: DEMO_APPLICATION.region, 'application-id': ID, 'deploy-version': AFTER },
      ...{ 'package-name': 'tem/pkg/shop.jar', 'download-path': 'shop.jar' },
    },
    endsAs: 'succeeded',
    sha256: sha256Of(PACKAGE),
    isDone: (cloud) => isWhole(cloud, 'shop.jar', sha256Of(PACKAGE)),
  },
  {
    name: 'a large package, uploaded in parts',
    operation: 'tem-rolling-update',
    seeds: { ...applications(JAR as Partial<ApplicationSeed>), cos: { storage: 'digest-only' } },
    files: { 'shop.jar': 'x'.repeat(LARGE_BYTES) },
    inputs: ({ simulator }) => ({
      ...UPDATE,
      ...{ 'package-file': 'shop.jar', 'cos-endpoint': simulator.cosEndpoint },
    }),
    endsAs: 'succeeded',
    isDone: (cloud) => isRolledOut(cloud) && uploaded(cloud, LARGE_BYTES),
    only: [
      'InitiateMultipartUpload',
      'UploadPart',
      'CompleteMultipartUpload',
      'AbortMultipartUpload',
    ],
  },
];
