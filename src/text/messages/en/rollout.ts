import type { Catalogue } from '../template.ts';

/** Rolling updates of TEM: what the log and the result say while one is followed. */
export const ROLLOUT = {
  'rollout.stage': 'Rollout',

  // The target, before anything is done.
  'rollout.stage-target': 'Target',
  'rollout.target': '{application} in {environment} ({region})',
  'rollout.running': '{instances} of {version}',
  'rollout.running-unversioned': '{instances}, no version yet',
  'rollout.running-change': '{instances}, {previous} → {version}',
  'rollout.no-instances': 'No instances',
  'rollout.scaled-to-zero':
    'The application is scaled to 0 instances: no instance will run the new version.',
  'rollout.new-version': 'the new version',
  'rollout.previous-version': 'the previous version',

  // The strategy.
  'rollout.first-release': 'first release',
  'rollout.strategy-type': 'strategy {type}',
  'rollout.batches': { one: '1 batch', other: '{count} batches' },
  'rollout.beta-only': '{beta} first',
  'rollout.beta-then': '{beta}, then {batches}',
  'rollout.apart': '{interval} apart',

  // The start.
  'rollout.pauses-too-long': 'The timeout is shorter than the rollout',
  'rollout.raise-timeout':
    'The pauses between batches take {pauses}, but `timeout` is {limit}. Raise `timeout`, or shorten `batch-interval`.',
  'rollout.trigger-unclear': 'could not determine whether the rollout started ({reason}); checking',
  'rollout.trigger-again': 'the rollout did not start; sending the request again',
  'rollout.start-unknown': 'could not determine whether the rollout started',
  'rollout.start-unknown-next':
    'Run the job again: it checks the application before it starts a rollout.',
  'rollout.label-seen': 'Checked',
  'rollout.seen-nothing': 'the application could not be read',
  'rollout.seen-error': 'the application could not be read: {reason}',
  'rollout.seen-revision': 'the application is at {revision}',
  'rollout.no-revision': 'no revision',
  'rollout.deploying-after-all':
    'TEM reports that the application is being deployed; checking again',
  'rollout.goal-start': 'the rollout could start',
  'rollout.too-late': 'timed out before {goal}',
  'rollout.too-late-detail': 'The step did not request it.',
  'rollout.started': 'started',
  'rollout.started-version': 'rollout of {version}',
  'rollout.not-seen': 'The rollout started, but its revision was not found',

  // The progress, in columns of the log.
  'rollout.beta': 'beta',
  'rollout.batch': 'batch {position}/{of}',
  'rollout.whole': 'rollout',
  'rollout.revert': 'rollback',
  'rollout.read': 'read',
  'rollout.not-started': 'not started',
  'rollout.deploying': 'deploying',
  'rollout.in-progress': 'in progress',
  'rollout.deployed': 'deployed',
  'rollout.healthy': 'healthy',
  'rollout.not-healthy': 'not healthy',
  'rollout.failed': 'failed',
  'rollout.paused': 'paused',
  'rollout.for-confirmation': 'waiting for confirmation',
  'rollout.resumed': 'resumed',
  'rollout.resumed-by': '`on-waiting: resume`',
  'rollout.next-batch-in': 'next batch in {time}',
  'rollout.missing': { one: '1 instance missing', other: '{count} instances missing' },
  'rollout.no-answer': 'no answer',
  'rollout.retrying': 'retrying: {reason}',
  'rollout.label-last-error': 'Last error',

  // Instances.
  'rollout.no-status': 'no status',
  'rollout.not-ready': 'not ready',
  'rollout.unhealthy': 'unhealthy',
  'rollout.restarting': 'restarts repeatedly',
  'rollout.restarts': { one: '{reason}, 1 restart', other: '{reason}, {count} restarts' },
  'rollout.label-missing': 'Missing',
  'rollout.missing-of': '{missing} of {expected} instances',
  'rollout.fix-log': "the process exited; check the instance's log in the TEM console",
  'rollout.fix-probe':
    'check the port, path and delays of the health check on the deployment page of the TEM console',
  'rollout.fix-post-start':
    "check the post-start command in the application's start and stop settings",
  'rollout.fix-configuration':
    "check the application's environment variables: one refers to a configuration that does not exist",
  'rollout.fix-image':
    'check that the image and its tag exist in the registry (TCR), and that TEM may pull it',
  'rollout.fix-access':
    "check port and protocol in the application's access configuration: the load balancer gets no response",
  'rollout.fix-volume': "check the application's data volumes: one may not exist",

  // The result.
  'rollout.succeeded': '{application} runs {version}',
  'rollout.succeeded-after': '{application} runs {version} (previously {previous})',
  'rollout.checking-unchanged': '{version} is deployed already · checking that it is healthy',
  'rollout.unchanged': '{application} already runs {version}: nothing was deployed',
  'rollout.unchanged-at-zero':
    '{application} is already at {version}, scaled to 0 instances: nothing was deployed',
  'rollout.succeeded-at-zero': '{application} is at {version}, scaled to 0 instances',
  'rollout.waiting': 'the next batch of {application} needs confirmation',
  'rollout.timed-out': 'the rollout did not finish within {limit} (`timeout`)',
  'rollout.cancelled': 'the job was cancelled',
  'rollout.lost': 'The rollout continues in TEM without this step.',
  'rollout.failed-status': 'TEM reports status `{status}`',
  'rollout.instances-failing': {
    one: '1 new instance kept failing for over {grace} (`failure-grace`)',
    other: '{count} new instances kept failing for over {grace} (`failure-grace`)',
  },
  'rollout.reverted-elsewhere': 'the rollout was rolled back outside this workflow',
  'rollout.superseded': 'another rollout replaced this one: {revision}',
  'rollout.superseded-complete': 'the rollout was complete, but {revision} replaced it',
} as const satisfies Catalogue;
