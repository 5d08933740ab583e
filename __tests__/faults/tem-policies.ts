import type { Cloud, Scenario } from './scenario.ts';
import {
  AFTER,
  BEFORE,
  BETA,
  BETA_WAITS,
  TARGET,
  UPDATE,
  application,
  applications,
  isBackAgain,
  isRolledOut,
  isServed,
  isTakenBack,
  namesRollout,
  rollout,
} from './tem-checks.ts';

const THEIRS = 'v2.3.99';
/** Longer than an answer may hang: the other rollout is still under way when it is seen. */
const SLOW = applications({ behaviour: { podStartSeconds: 90 } });
const READ = 'DescribeApplicationInfo';
const TRIGGER = 'RollingUpdateApplicationByVersion';
const REVERT = 'RevertDeployApplication';
const RESUME = 'ResumeDeployApplication';

const startOther = (DeployVersion: string) => (cloud: Cloud) => {
  application(cloud).startRollout({ DeployVersion, TotalBatchCount: 2 });
  cloud.pass(5);
};
const startBeta = (cloud: Cloud) => {
  application(cloud).startRollout({ DeployVersion: AFTER, ...BETA });
  cloud.pass(BETA_WAITS);
};

const states = (cloud: Cloud) => application(cloud).rollouts.map(({ state }) => state);
/** The other rollout goes its own way, and nothing came after it. */
const isOnlyTheirs = (cloud: Cloud) => {
  const [version, ...more] = application(cloud).rollouts.map(({ deployVersion }) => deployVersion);
  return version === THEIRS && more.length === 0;
};
const isUnderWay = (cloud: Cloud) => ['deploying', 'finished'].includes(rollout(cloud));
const isBackOrNeverLeft = (cloud: Cloud) =>
  ['', 'reverted', 'reverting'].includes(rollout(cloud)) && isServed(cloud, BEFORE);

/** What `wait`, `if-deploying`, `on-timeout` and `on-cancel` may be. */
export const TEM_POLICIES: readonly Scenario[] = [
  {
    name: 'started and left (wait: false)',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, wait: 'false' },
    endsAs: 'started',
    isDone: isUnderWay,
    only: [READ, TRIGGER],
  },
  {
    name: 'after another rollout (if-deploying: wait)',
    operation: 'tem-rolling-update',
    seeds: applications(),
    prepare: startOther(THEIRS),
    inputs: { ...UPDATE, 'if-deploying': 'wait' },
    endsAs: 'succeeded',
    isDone: (cloud) => states(cloud).join() === 'finished,finished' && isServed(cloud, AFTER),
    isUntouched: isOnlyTheirs,
  },
  {
    name: 'another rollout of the same version (if-deploying: adopt)',
    operation: 'tem-rolling-update',
    seeds: SLOW,
    prepare: startOther(AFTER),
    inputs: { ...UPDATE, 'if-deploying': 'adopt', 'on-timeout': 'keep' },
    endsAs: 'succeeded',
    isDone: isRolledOut,
    isUntouched: isUnderWay,
    only: [READ, 'DescribeDeployApplicationDetail'],
  },
  {
    name: 'another rollout of another version (if-deploying: adopt)',
    operation: 'tem-rolling-update',
    seeds: SLOW,
    prepare: startOther(THEIRS),
    inputs: { ...UPDATE, 'if-deploying': 'adopt', 'on-failure': 'revert', 'on-cancel': 'revert' },
    endsAs: 'failed',
    isDone: isOnlyTheirs,
    isUntouched: isOnlyTheirs,
  },
  {
    name: 'another rollout (if-deploying: fail)',
    operation: 'tem-rolling-update',
    seeds: SLOW,
    prepare: startOther(THEIRS),
    inputs: { ...UPDATE, 'if-deploying': 'fail', 'on-failure': 'revert' },
    endsAs: 'failed',
    isDone: isOnlyTheirs,
    isUntouched: isOnlyTheirs,
  },
  {
    name: 'instances that never get ready, rolled back by on-timeout: revert',
    operation: 'tem-rolling-update',
    seeds: applications({ behaviour: { neverReady: true } }),
    inputs: { ...UPDATE, timeout: '90s', 'on-timeout': 'revert', 'on-failure': 'revert' },
    endsAs: 'reverted',
    isDone: isTakenBack,
    isBegun: (cloud, outputs) => rollout(cloud) === 'deploying' && namesRollout(cloud, outputs),
    only: [READ, TRIGGER, REVERT],
  },
  {
    name: 'a job that is cancelled, rolled back by on-cancel: revert',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'total-batch-count': '3', 'on-cancel': 'revert' },
    cancelAfter: 30,
    endsAs: 'cancelled',
    isDone: isBackOrNeverLeft,
    // What could not be rolled back goes its way, and `post` is red.
    isBegun: isRolledOut,
  },
  {
    name: 'a crash after the end, rolled back by another rollout (on-failure: revert)',
    operation: 'tem-rolling-update',
    seeds: applications({
      behaviour: { crash: { status: 'CrashLoopBackOff', versions: [AFTER], afterSeconds: 35 } },
    }),
    inputs: {
      ...UPDATE,
      ...{ 'on-failure': 'revert', 'failure-grace': '30s', 'stable-for': '60s' },
    },
    rollouts: 2,
    endsAs: 'reverted',
    isDone: isBackAgain,
    // The instances crash although TEM calls the rollout over, and the step is red.
    isBegun: (cloud, outputs) => rollout(cloud) === 'finished' && namesRollout(cloud, outputs),
    only: [READ, TRIGGER],
  },
  {
    name: 'a job that is cancelled after the end (on-cancel: revert)',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'stable-for': '300s', 'on-cancel': 'revert' },
    cancelAfter: 60,
    rollouts: 2,
    endsAs: 'cancelled',
    isDone: (cloud) => isBackAgain(cloud) || isBackOrNeverLeft(cloud),
    // What could not be rolled back goes its way, and `post` is red.
    isBegun: isRolledOut,
    only: [READ, TRIGGER],
  },
  {
    name: 'a job that is cancelled (on-cancel: keep)',
    operation: 'tem-rolling-update',
    seeds: applications(),
    inputs: { ...UPDATE, 'total-batch-count': '3' },
    cancelAfter: 30,
    endsAs: 'cancelled',
    isDone: (cloud) => rollout(cloud) === '' || isUnderWay(cloud),
    only: [READ, TRIGGER],
  },
  {
    name: 'one batch of three, confirmed and left (wait: false)',
    operation: 'tem-resume',
    seeds: applications(),
    prepare: startBeta,
    inputs: { operation: 'tem-resume', ...TARGET, wait: 'false' },
    endsAs: 'started',
    isDone: isUnderWay,
    only: [RESUME],
  },
  {
    name: 'a beta batch, rolled back and left (wait: false)',
    operation: 'tem-revert',
    seeds: applications(),
    prepare: startBeta,
    inputs: { operation: 'tem-revert', ...TARGET, wait: 'false' },
    endsAs: 'started',
    isDone: (cloud) => ['reverting', 'reverted'].includes(rollout(cloud)),
    only: [REVERT],
  },
];
