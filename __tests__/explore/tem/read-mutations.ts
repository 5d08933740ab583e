import type { Mutation } from '../mutation.ts';

/** Rules about reads that fail, or that are behind. */
export const READ_MUTATIONS: readonly Mutation[] = [
  {
    name: 'one unexpected code on one read ends the step',
    part: 'tem-faults',
    edits: [
      {
        file: 'operations/poll.ts',
        from: 'if (isLasting(finalFailures, clock.now(), limit)) throw error;',
        to: 'if (isFinal) throw error;',
      },
    ],
  },
  {
    name: 'one unexpected code on the first read ends the step',
    part: 'tem-faults',
    edits: [
      {
        file: 'operations/poll.ts',
        from: "isFirst && fault !== 'unexpected'",
        to: 'isFirst && error.code',
      },
    ],
  },
  {
    name: 'an outage at the start ends the step after 5 tries',
    part: 'tem-faults',
    edits: [
      { file: 'tencent/retry.ts', from: 'patienceMs: 120_000', to: 'patienceMs: 0' },
      { file: 'tencent/retry.ts', from: 'patienceMs: 30_000', to: 'patienceMs: 0' },
      {
        file: 'operations/tem/find-revision.ts',
        from: 'FIRST_READ_TIMEOUT_MS = 120_000',
        to: 'FIRST_READ_TIMEOUT_MS = 0',
      },
    ],
  },
  {
    name: 'an outage at the start ends the step after a minute',
    part: 'tem-faults',
    edits: [
      { file: 'tencent/retry.ts', from: 'patienceMs: 120_000', to: 'patienceMs: 60_000' },
      {
        file: 'operations/tem/find-revision.ts',
        from: 'FIRST_READ_TIMEOUT_MS = 120_000',
        to: 'FIRST_READ_TIMEOUT_MS = 60_000',
      },
    ],
  },
  {
    name: 'refused connections end a change after 5 tries',
    part: 'tem-faults',
    edits: [{ file: 'tencent/retry.ts', from: 'patienceMs: 30_000', to: 'patienceMs: 0' }],
  },
  {
    name: 'one stale check is believed',
    part: 'tem-stale',
    edits: [
      { file: 'rollout/lasting.ts', from: 'STALE_READ_MS = 10_000', to: 'STALE_READ_MS = 0' },
      { file: 'rollout/lasting.ts', from: 'REQUIRED_CHECKS = 2', to: 'REQUIRED_CHECKS = 1' },
    ],
  },
  {
    name: 'two stale checks are believed',
    part: 'tem-stale',
    edits: [
      { file: 'rollout/lasting.ts', from: 'STALE_READ_MS = 10_000', to: 'STALE_READ_MS = 0' },
    ],
  },
  {
    name: 'one check of another revision ends the step',
    part: 'tem-stale',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'if (!hasLasted(foreign, STALE_READ_MS, now))',
        to: 'if (!foreign)',
      },
    ],
  },
  {
    name: 'one check of a revert ends the step',
    part: 'tem-attach',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'if (hasLasted(reverted, STALE_READ_MS, now))',
        to: 'if (reverted)',
      },
    ],
  },
  {
    name: 'one check without a paused batch ends tem-resume',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/confirm-batch.ts',
        from: 'if (hasLasted(unpaused, STALE_READ_MS, now))',
        to: 'if (unpaused)',
      },
    ],
  },
  {
    name: 'tem-revert of a rollout that was reverted fails',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/tem-revert.ts',
        from: 'const reverted = await findPastRevert(tem, snapshot, inputs.revisionId);',
        to: 'const reverted = undefined as Awaited<ReturnType<typeof findPastRevert>>;',
      },
    ],
  },
  {
    name: 'a third version is called the one before',
    part: 'tem-attach',
    edits: [
      {
        file: 'rollout/revert-tracker.ts',
        from: 'return isKnown && versionId !== revisionId && deployVersion !== previousVersion;',
        to: "return !isKnown && versionId === '' && revisionId === '';",
      },
    ],
  },
  {
    name: 'an application scaled to zero waits for an instance',
    part: 'tem-others',
    edits: [
      {
        file: 'rollout/snapshot.ts',
        from: 'return expectedInstances === 0 && currentInstances === 0 && pods.length === 0;',
        to: 'return expectedInstances === 0 && currentInstances < 0 && pods.length === 0;',
      },
    ],
  },
  {
    name: 'a first release is called superseded',
    part: 'tem-attach',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: "  if (state.revisionId === '' && !state.before) return application.versionId !== '';\n",
        to: '',
      },
    ],
  },
  {
    name: 'after a lost trigger any new revision is ours',
    part: 'tem-any',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: 'return [deployVersion, deployment?.newDeployVersion].includes(sought.deployVersion);',
        to: 'return deployVersion !== undefined && deployment !== null;',
      },
    ],
    hidden:
      'hardly anybody deploys in the second in which a trigger is lost; the tests of the trigger have the case',
  },
  {
    name: 'without its ID any new revision is ours',
    part: 'tem-handover',
    edits: [
      {
        file: 'rollout/snapshot.ts',
        from: 'const isWantedVersion = isUnnamed || deployVersion === matcher.deployVersion;',
        to: "const isWantedVersion = isUnnamed || deployVersion !== '';",
      },
    ],
  },
  {
    name: 'ServiceDeploying is retried at a fixed pace',
    part: 'tem-busy',
    edits: [
      {
        file: 'operations/tem/start-rollout.ts',
        from: 'FIRST_RETRY_DELAY_MS * 2 ** (refusals - 1)',
        to: 'FIRST_RETRY_DELAY_MS',
      },
    ],
    hidden: 'no look of this cloud shows rest for minutes while it refuses',
  },
  {
    name: 'a read of post may hang for a minute and a half',
    part: 'tem-cancel',
    edits: [
      {
        file: 'run/post-step.ts',
        from: 'POST_READ_TIMEOUT_MS = 10_000',
        to: 'POST_READ_TIMEOUT_MS = 90_000',
      },
    ],
    hidden: 'the oracle excuses a post whose reads failed',
  },
  {
    name: 'tem-wait gives up a rollout that its first check did not know',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/tem-wait.ts',
        from: 'if (isGuarded || !isEarly ||',
        to: 'if (isGuarded || isEarly ||',
      },
    ],
  },
];
