import { describe, it } from '@jest/globals';
import { trackExisting } from '../../src/rollout/rollout-tracker.ts';
import { done, pod, underWay } from './snapshots.ts';
import type { Row } from './tracking.ts';
import { expectVerdicts, settles } from './tracking.ts';

/** A rollout that ended at ENDED_AT (seconds since 1970). */
const ended = done({ deployment: { endTime: '2026-01-01 10:20:00' } });
const endedOther = done({
  deployment: { endTime: '2026-01-01 10:20:00', newDeployVersion: 'v9' },
});
const restarted = [pod('a'), pod('b', { restartCount: 3 })];
/** When the pods of a snapshot were created, in the same unit. */
const CREATED_AT = Date.UTC(2026, 0, 1, 2, 0, 5) / 1000;
const ENDED_AT = Date.UTC(2026, 0, 1, 2, 20) / 1000;

describe('a rollout that is attached to after its end', () => {
  it.each<Row>([
    {
      name: 'counts from the end of a rollout that had ended long before, in two checks',
      begun: trackExisting(ended),
      steps: [
        [ENDED_AT + 600, ended, 'settling'],
        [ENDED_AT + 603, ended, 'succeeded'],
      ],
    },
    {
      name: 'counts from the end of a rollout that had just ended',
      begun: trackExisting(ended),
      steps: [
        [ENDED_AT + 5, ended, 'settling'],
        [ENDED_AT + 14, ended, 'settling'],
        [ENDED_AT + 15, ended, 'succeeded'],
      ],
    },
    {
      name: 'counts from the age of its pods where the end is of another version',
      begun: trackExisting(endedOther),
      steps: [
        [ENDED_AT + 5, ended, 'settling'],
        [ENDED_AT + 8, ended, 'succeeded'],
      ],
    },
    {
      name: 'does not count from an end that lies in the future',
      begun: trackExisting(ended),
      steps: [
        [ENDED_AT - 20, ended, 'settling'],
        [ENDED_AT - 5, ended, 'succeeded'],
      ],
    },
    {
      name: 'counts from a minute after its last pod was created, where no end is told',
      begun: trackExisting(done()),
      steps: [
        [CREATED_AT + 60, done(), 'settling'],
        [CREATED_AT + 74, done(), 'settling'],
        [CREATED_AT + 75, done(), 'succeeded'],
      ],
    },
    {
      name: 'counts from then in two checks, where that was long ago',
      begun: trackExisting(done()),
      steps: [
        [CREATED_AT + 600, done(), 'settling'],
        [CREATED_AT + 603, done(), 'succeeded'],
      ],
    },
    {
      name: 'does not count from the age of pods that is not told',
      begun: trackExisting(done({ pods: [pod('a'), pod('b', { createTime: '' })] })),
      steps: [
        [CREATED_AT + 600, done(), 'settling'],
        [CREATED_AT + 603, done(), 'settling'],
      ],
    },
    {
      name: 'does not count from the age of pods while the rollout deploys',
      begun: trackExisting(underWay()),
      steps: [
        [CREATED_AT + 600, done(), 'settling'],
        [CREATED_AT + 603, done(), 'settling'],
      ],
    },
    {
      name: 'does not count from the end where the first check shows a pod that is not ready',
      begun: trackExisting(ended),
      steps: [
        [ENDED_AT + 600, { ...ended, pods: [pod('a'), pod('b', { isReady: false })] }, 'deploying'],
        ...settles(ended, 'succeeded', ENDED_AT + 603),
      ],
    },
    {
      name: 'does not count from the end where the first check shows a pod that has restarted',
      begun: trackExisting({ ...ended, pods: restarted }),
      steps: settles({ ...ended, pods: restarted }, 'succeeded', ENDED_AT + 600),
    },
    {
      name: 'does not count from the age of pods that have restarted, either',
      begun: trackExisting(done({ pods: restarted })),
      steps: settles(done({ pods: restarted }), 'succeeded', CREATED_AT + 600),
    },
    {
      name: 'does not count from the end once a pod was not ready for a moment',
      begun: trackExisting(ended),
      steps: [
        [ENDED_AT + 600, ended, 'settling'],
        [ENDED_AT + 603, { ...ended, pods: [pod('a')] }, 'deploying'],
        ...settles(ended, 'succeeded', ENDED_AT + 606),
      ],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});
