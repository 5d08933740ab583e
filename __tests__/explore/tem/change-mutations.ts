import type { Mutation } from '../mutation.ts';

/** Rules about what a step changes: when, how often, and whose. */
export const CHANGE_MUTATIONS: readonly Mutation[] = [
  {
    name: 'start at the first check at which nothing deploys',
    part: 'tem-pairs',
    edits: [
      {
        file: 'operations/tem/resolve-conflict.ts',
        from: 'isRested(rest, getRestTime(inputs), now)',
        to: 'isRested(rest, 0, now)',
      },
    ],
  },
  {
    name: 'a short pause of another rollout is an error at once',
    part: 'tem-pairs',
    edits: [
      {
        file: 'operations/tem/resolve-conflict.ts',
        from: 'if (!hasLasted(paused, PAUSE_TOLERANCE_MS, now))',
        to: 'if (!paused)',
      },
    ],
  },
  {
    name: 'revert whatever is current',
    part: 'tem-handover',
    edits: [
      {
        file: 'rollout/revert-tracker.ts',
        from: 'application.versionId !== rollout.revisionId || hasForeignDetails(snapshot, rollout)',
        to: "rollout.revisionId === ''",
      },
    ],
  },
  {
    name: 'do not learn later which version a revert returns to',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/tem-revert.ts',
        from: 'completeHistory(context.report, rollout.history, started.checked)',
        to: 'rollout.history',
      },
      {
        file: 'operations/tem/tem-revert.ts',
        from: "import { completeHistory } from './find-revision.ts';\n",
        to: '',
      },
    ],
  },
  {
    name: 'roll back the rollout that superseded ours',
    part: 'tem-handover',
    edits: [
      {
        file: 'operations/tem/policies.ts',
        from: "cause === 'reverted' || cause === 'superseded'",
        to: 'cause === undefined',
      },
      {
        file: 'rollout/revert-tracker.ts',
        from: 'application.versionId !== rollout.revisionId || hasForeignDetails(snapshot, rollout)',
        to: "rollout.revisionId === ''",
      },
    ],
  },
  {
    name: 'apply on-failure to a rollout that was superseded',
    part: 'tem-handover',
    edits: [
      {
        file: 'operations/tem/policies.ts',
        from: "cause === 'reverted' || cause === 'superseded'",
        to: 'cause === undefined',
      },
    ],
    hidden: 'the check before a revert sees the other rollout, too',
  },
  {
    name: 'do not send a lost resume or revert again',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/send-change.ts',
        from: "first.kind === 'unknown' && isPossible",
        to: 'isPossible && effect !== effect',
      },
    ],
  },
  {
    name: 'watch for the effect of a change for 30 seconds, whatever the reads do',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/send-change.ts',
        from: '  const effect = await pollUntil<Snapshot, WatchedEffect>(tem.context, {\n',
        to: '  const effect = await pollUntil<Snapshot, WatchedEffect>(tem.context, {\n    until: clock.now() + VISIBLE_TIMEOUT_MS,\n',
      },
    ],
  },
  {
    name: 'count the time in which reads fail',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/poll.ts',
        from: '  let watchedMs = 0;',
        to: '  const begun = clock.now();\n  let watchedMs = 0;',
      },
      {
        file: 'operations/poll.ts',
        from: 'watchedMs += Math.min(now - (lastRead ?? now), MAX_WATCHED_GAP_MS);',
        to: 'watchedMs = now - begun;',
      },
    ],
  },
  {
    name: 'believe one check that there is nothing to revert',
    part: 'tem-cancel',
    edits: [
      {
        file: 'operations/tem/revert-rollout.ts',
        from: 'return isCertain || hasLasted(nothingToDo, needed, now) ? status : undefined;',
        to: 'return status;',
      },
    ],
  },
  {
    name: 'post reads its region from its inputs',
    part: 'tem-cancel',
    edits: [
      {
        file: 'run/post-step.ts',
        from: 'connectIdentity(runtime, log, identity, connection)',
        to: "connectIdentity(runtime, log, identity, {\n      ...connection,\n      region: runtime.env.INPUT_REGION ?? '',\n    })",
      },
    ],
  },
  {
    name: 'take an ambiguous answer to a change for a yes',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/send-change.ts',
        from: "if (first.kind === 'accepted') return first;",
        to: "if (first.kind !== 'refused') return { kind: 'accepted' };",
      },
    ],
  },
  {
    name: 'follow a revert that never showed',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/revert-rollout.ts',
        from: "return { kind: 'unknown', reason: result.reason };",
        to: "return { kind: 'started' };",
      },
    ],
    hidden: 'a lost revert is sent again until the deadline; the tests of tem-revert have the case',
  },
  {
    name: 'force starts over what only the details show',
    part: 'tem-handover',
    edits: [
      {
        file: 'operations/tem/resolve-conflict.ts',
        from: 'isDeploying(snapshot.application) || (force && hasUnfinishedBatch(snapshot))',
        to: 'isDeploying(snapshot.application) || (force && snapshot.pods.some(() => false))',
      },
    ],
  },
  {
    name: 'do not send a lost trigger again',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: 'return force !== true && !hasHung;',
        to: "return force !== true && !hasHung && cause.message === '';",
      },
    ],
  },
  {
    name: 'send a trigger that hung again',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: 'return force !== true && !hasHung;',
        to: 'return force !== true;',
      },
    ],
  },
  {
    name: 'a refusal of the second trigger is the end',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: "return { kind: 'refused', error };",
        to: 'throw error;',
      },
    ],
    hidden: 'this cloud refuses a trigger with ServiceDeploying alone',
  },
  {
    name: 'look for the rollout for 30 seconds, whatever the reads do',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: '  const sight = await pollUntil<Snapshot, TriggerSight>(tem.context, {\n',
        to: '  const sight = await pollUntil<Snapshot, TriggerSight>(tem.context, {\n    until: clock.now() + VISIBLE_TIMEOUT_MS,\n',
      },
    ],
  },
  {
    name: 'post runs the operation where nothing was saved',
    part: 'tem-cancel',
    edits: [
      {
        file: 'run/post-step.ts',
        from: 'const exitCode = unfinished ? await runPendingRevert(runtime, unfinished) : 0;',
        to: "const { runMain } = await import('./main-step.ts');\n  const exitCode = await (unfinished ? runPendingRevert(runtime, unfinished) : runMain(runtime));",
      },
    ],
  },
  {
    name: 'wait for the end of a rollout that has failed',
    part: 'tem-busy',
    edits: [
      {
        file: 'operations/tem/resolve-conflict.ts',
        from: "      if (canFollowFailure(signs, snapshot, inputs, now)) return { kind: 'failed', snapshot };\n",
        to: '',
      },
    ],
  },
];
