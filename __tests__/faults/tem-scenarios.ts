import { DEMO_APPLICATION } from '../../simulator/index.ts';
import { isWhole, sha256Of } from './workspace-files.ts';
import type { Cloud, Scenario } from './scenario.ts';
import {
  AFTER,
  BETA,
  BETA_WAITS,
  ENDED,
  ID,
  JAR,
  TARGET,
  UPDATE,
  application,
  applications,
  isBackAgain,
  isRolledOut,
  isTakenBack,
  namesRollout,
  rollout,
} from './tem-checks.ts';

const PACKAGE = 'the shop';

const startBeta = (cloud: Cloud) => {
  application(cloud).startRollout({ DeployVersion: AFTER, ...BETA });
  cloud.pass(BETA_WAITS);
};

const endRollout = (more: { readonly PackageName?: string }) => (cloud: Cloud) => {
  application(cloud).startRollout({ DeployVersion: AFTER, ...more });
  cloud.pass(ENDED);
};

const newPods = (cloud: Cloud) =>
  application(cloud)
    .pods()
    .filter(({ deployVersion }) => deployVersion === AFTER).length;

const LISTS = ['DescribeApplications', 'DescribeEnvironments'];

/** More applications than a page of the list has; that of the scenarios comes last. */
function manyApplications(): NonNullable<Scenario['seeds']> {
  const { tem } = applications();
  const others = Array.from({ length: 120 }, (_, index) => ({
    applicationId: `app-other${String(index).padStart(3, '0')}`,
    applicationName: `other-${index}`,
    environmentId: DEMO_APPLICATION.environmentId,
    instances: 1,
  }));
  return { tem: { applications: [...others, ...tem.applications] } };
}

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
    name: 'a crash, rolled back by on-failure: revert',
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
    seeds: applications(JAR),
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
    name: 'names in place of IDs, on the second page of a list',
    operation: 'tem-rolling-update',
    seeds: manyApplications(),
    inputs: {
      ...UPDATE,
      'application-id': DEMO_APPLICATION.applicationName,
      'environment-id': DEMO_APPLICATION.environmentName,
    },
    endsAs: 'succeeded',
    isDone: isRolledOut,
    only: LISTS,
  },
  {
    name: 'an ID that does not exist: the error lists similar ones',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'application-id': 'app-shop0009' },
    endsAs: 'failed',
    isDone: (cloud) => rollout(cloud) === '',
    only: LISTS,
  },
  {
    name: 'a rollout in progress',
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
    name: 'a beta batch that waits, reverted',
    operation: 'tem-rollback',
    seeds: applications(),
    prepare: startBeta,
    inputs: { operation: 'tem-rollback', ...TARGET },
    endsAs: 'reverted',
    isDone: isTakenBack,
  },
  {
    name: 'an image, deployed again once its rollout has ended',
    operation: 'tem-rollback',
    seeds: applications(),
    prepare: endRollout({}),
    inputs: { operation: 'tem-rollback', ...TARGET },
    endsAs: 'reverted',
    isDone: isBackAgain,
  },
  {
    name: 'a package, deployed again by its name once its rollout has ended',
    operation: 'tem-rollback',
    seeds: applications({ deployMode: 'JAR', pkgName: 'old.jar' }),
    prepare: endRollout({ PackageName: 'new.jar' }),
    inputs: { operation: 'tem-rollback', ...TARGET, 'package-name': 'old.jar' },
    endsAs: 'reverted',
    isDone: (cloud) => isBackAgain(cloud) && application(cloud).pkgName === 'old.jar',
  },
  {
    name: 'a package, fetched',
    operation: 'tem-package-url',
    seeds: {
      ...applications(JAR),
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
];
