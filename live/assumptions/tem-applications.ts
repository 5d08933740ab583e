import type { Assumption } from './assumption.ts';

/** What TEM reports of applications, their instances and their way back. */
export const TEM_APPLICATIONS: readonly Assumption[] = [
  {
    id: 'tem-deploy-version-filled',
    question: 'Does the application always have its current `DeployVersion`?',
    assumed: 'Not always: an empty one is no evidence for or against a rollout.',
    otherwise: 'The revision decides alone.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-expected-instances',
    question: 'Is `ExpectedInstances` always set?',
    assumed: 'It may be null: then the current number or the sum of the batches counts.',
    otherwise: 'Nothing: a number that is set is used.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-pod-version-listed',
    question: 'Does the list of instances contain the version of each instance?',
    assumed: 'Not always: the revision of the instance identifies its version then.',
    otherwise: 'The version of an instance of an older revision stays empty.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-replaced-pods',
    question: 'Does TEM list instances that Kubernetes has replaced, such as evicted ones?',
    assumed: 'It may: instances with such a status are left out.',
    otherwise:
      'An instance with an unexpected word of this kind counts as one that is not healthy, and the step keeps waiting.',
    check: {
      byHand:
        'No call can make Kubernetes evict an instance. After a node of the cluster has failed, read the instances: `npm run live -- --check reads --record FOLDER`.',
    },
    state: 'open',
  },
  {
    id: 'tem-pod-statuses',
    question: 'Which statuses do instances have, and how do they change in a crash loop?',
    assumed:
      'Words with `crash`, `backoff`, `err`, `fail` and similar mean that the instance does not recover by itself.',
    otherwise:
      'The step waits until `timeout` for an instance with another word, and shows the word.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-restart-count',
    question: 'Does `RestartCount` count the restarts of an instance?',
    assumed:
      'Not reliably: an official example shows a crash loop with 0. After a crash an instance has to be healthy for 30 seconds.',
    otherwise: 'A crash between two reads is not noticed, if the instance is healthy in both.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-never-deployed',
    question: 'What do instances and rollout details return for an application that has never run?',
    assumed:
      '`ResourceNotFound.ServiceRunningVersionNotFound` for the instances, and `ResourceNotFound` or one of its sub-codes for the details.',
    otherwise: 'The step fails with the code before it changes anything.',
    check: 'errors',
    state: 'open',
  },
  {
    id: 'tem-rollout-after-failure',
    question:
      'Does TEM accept a new rollout while a failed one keeps the application "under deploying"?',
    assumed: 'It does, as the history in the console suggests.',
    otherwise:
      'TEM refuses with `ResourceInUse.ServiceDeploying`. Nothing has changed, and the step tries again until `timeout`.',
    check: 'failure',
    state: 'open',
  },
  {
    id: 'tem-reverted-revision',
    question: 'Is the previous revision current after a rollback, or does the reverted one stay?',
    assumed: 'Either: the version counts if the revision stays.',
    otherwise:
      'If neither changes, the step reports after `timeout` that the rollback is still in progress.',
    check: 'revert',
    state: 'open',
  },
  {
    id: 'tem-revert-of-failed',
    question: 'Does TEM roll back a rollout that has failed and is no longer in progress?',
    assumed: 'It may: the call is sent, and a refusal changes nothing.',
    otherwise:
      'The previous version is deployed again, if its package is known; otherwise the step reports the refusal.',
    check: 'failure',
    state: 'open',
  },
  {
    id: 'tem-current-package-name',
    question: 'Is the `PkgName` of an application the whole path or the name of the file?',
    assumed: 'Either: a name alone matches a path that ends with it.',
    otherwise:
      '`if-unchanged: skip` deploys a release again, or takes two packages of one name in one version for the same.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-application-environments',
    question: 'Does every entry in the list of applications name its environments?',
    assumed: 'Not every one: an entry without any may be in each environment.',
    otherwise: 'A name may match several applications, and the step asks for the ID.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-public-url-scheme',
    question: 'Does the application serve HTTP or HTTPS at its public address?',
    assumed: 'HTTPS at port 443, HTTP at any other.',
    otherwise:
      'The URL in the outputs and the summary has the wrong scheme. Nothing else depends on it.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-source-channel',
    question: 'What do the numbers of `SourceChannel` mean?',
    assumed: 'Nothing: it is sent only if the input `source-channel` is given.',
    otherwise: 'Applications of another channel are found only with the input.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-intl-actions',
    question:
      'Does the international endpoint serve the rollout details, resume and rollback, which only the Chinese definition has?',
    assumed:
      'It may: the details are tried, and if they are missing, so are the other two. The default endpoint serves both sites.',
    otherwise:
      'The step follows the rollout by application and instances, and says that the site cannot resume or roll back.',
    check: 'intl-site',
    state: 'open',
  },
  {
    id: 'tem-missing-action-code',
    question: 'With which code does a site refuse an action that it does not have?',
    assumed: '`InvalidAction` or `ResourceNotFound.InterfaceNotFound`.',
    otherwise: 'The first read fails, and the step ends with the code before it changes anything.',
    check: 'intl-site',
    state: 'open',
  },
];
