import type { Mutation } from '../mutation.ts';

/** Rules about what is not begun any more when the time is over, and how that ends. */
export const TIMEOUT_MUTATIONS: readonly Mutation[] = [
  {
    name: 'confirm a batch after the timeout',
    part: 'tem-timeouts',
    edits: [
      {
        file: 'operations/tem/follow-rollout.ts',
        from: 'if (isOverdue(tem.context)) return',
        to: 'if (clock.now() < 0) return',
      },
      {
        file: 'operations/tem/confirm-batch.ts',
        from: "  assertBeforeDeadline(tem.context, message('policy.goal-resume'));\n",
        to: '',
      },
    ],
  },
  {
    name: 'call a resume failed that the timeout kept from being sent again',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/confirm-batch.ts',
        from: "isUnknown || (result.kind === 'absent' && isOverdue(tem.context))",
        to: 'isUnknown',
      },
    ],
  },
  {
    name: 'apply no policy where tem-resume runs out of time',
    part: 'tem-timeouts',
    edits: [
      {
        file: 'operations/tem/tem-resume.ts',
        from: 'if (inputs.wait) return',
        to: "if (error.message === '') return",
      },
    ],
  },
  {
    name: 'tem-resume ends with a call that was not executed',
    part: 'tem-attach',
    edits: [
      {
        file: 'operations/tem/tem-resume.ts',
        from: 'if (!isNotExecuted(error)) return { error };',
        to: "if (!isNotExecuted(error) || error.message !== '') return { error };",
      },
    ],
  },
  {
    name: 'start a rollout after the timeout',
    part: 'tem-timeouts',
    edits: [
      {
        file: 'operations/tem/start-rollout.ts',
        from: '  assertBeforeDeadline(tem.context, START_GOAL);\n',
        to: '',
      },
    ],
  },
  {
    name: 'send a trigger again after the timeout',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/trigger-rollout.ts',
        from: '    isOverdue(tem.context) ||\n',
        to: '',
      },
    ],
  },
  {
    name: 'send a resume or revert again after the timeout',
    part: 'tem-doubt',
    edits: [
      {
        file: 'operations/tem/send-change.ts',
        from: "effect === 'absent' && !isOverdue(tem.context)",
        to: "effect === 'absent'",
      },
    ],
  },
  {
    name: 'planned pauses longer than the timeout',
    part: 'tem-timeouts',
    edits: [
      {
        file: 'operations/tem/check-rollout-inputs.ts',
        from: "if (pauses === undefined || onTimeout !== 'revert') return [];",
        to: 'if (pauses === undefined || onTimeout !== undefined) return [];',
      },
    ],
  },
];
