import type { Mutation } from '../mutation.ts';

/** Rules about when a rollout is good, and when it has failed. */
export const VERDICT_MUTATIONS: readonly Mutation[] = [
  {
    name: 'expect one instance where ExpectedInstances is null',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/snapshot.ts',
        from: 'if (expectedInstances) return expectedInstances;',
        to: 'return expectedInstances ?? 1;',
      },
    ],
  },
  {
    name: 'an instance counts as healthy right after its failure',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/pod-failures.ts',
        from: 'STABLE_AFTER_MS = 30_000',
        to: 'STABLE_AFTER_MS = 0',
      },
    ],
  },
  {
    name: 'a failure that shows before the application does is forgotten',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'getRevisionPods(snapshot, revisionId).filter(isFailing)',
        to: "getRevisionPods(snapshot, '').filter(isFailing)",
      },
    ],
  },
  {
    name: 'the details that show before the application does are forgotten',
    part: 'tem-handover',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'details: isBehind ? trackOwnDetails(snapshot, state, now) : state.details,',
        to: 'details: state.details,',
      },
    ],
  },
  {
    name: 'ignore the restart counts',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/pod-failures.ts',
        from: 'if (restart && isRecent(restart.since, now))',
        to: 'if (restart && restart.count < 0)',
      },
    ],
  },
  {
    name: 'take any details for those of the rollout',
    part: 'tem-handover',
    edits: [
      {
        file: 'rollout/own-details.ts',
        from: 'if (!deployment) return false;',
        to: 'if (deployment?.batches) return true;\n  if (!deployment) return false;',
      },
    ],
  },
  {
    name: 'take one other StartTime for the right one',
    part: 'tem-handover',
    edits: [
      {
        file: 'rollout/own-details.ts',
        from: 'hasLasted(other, STALE_READ_MS, now)',
        to: 'other.checks > 0',
      },
    ],
  },
  {
    name: 'the word Error is final at once',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'if (hasLasted(error, failureGrace, now))',
        to: 'if (error)',
      },
    ],
  },
  {
    name: 'a failing instance is final at once',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/pod-failures.ts',
        from: 'failure.lastSeen - failure.since >= limit',
        to: 'limit >= 0',
      },
    ],
  },
  {
    name: 'succeed after 3 s of health',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'settle(complete, stableFor, now',
        to: 'settle(complete, 3_000, now',
      },
    ],
  },
  {
    name: 'resume a batch after 3 s of health',
    part: 'tem-crash',
    edits: [
      {
        file: 'rollout/rollout-tracker.ts',
        from: 'Math.max(stableFor, UNNAMED_PAUSE_MS) : stableFor;',
        to: 'UNNAMED_PAUSE_MS : 3_000;',
      },
    ],
  },
  {
    name: 'do not name the missing instances',
    part: 'tem-others',
    edits: [
      {
        file: 'rollout/batch-progress.ts',
        from: 'if (!isOver || missing <= 0) return rows;',
        to: 'if (!isOver || missing <= Infinity) return rows;',
      },
    ],
    hidden: 'only the message differs',
  },
];
