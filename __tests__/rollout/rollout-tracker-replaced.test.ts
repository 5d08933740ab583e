import { describe, it } from '@jest/globals';
import {
  crashing,
  done,
  pod,
  START_OURS,
  stillBefore,
  THEIRS,
  underWay,
  waiting,
} from './snapshots.ts';
import type { Row } from './tracking.ts';
import { ATTACHED, expectVerdicts, FIRST_RELEASE, settles } from './tracking.ts';

const reverted = underWay({ deployment: { currentBatchStatus: 'revert' } });
const theirs = underWay({ application: { versionId: THEIRS } });
const none = underWay({ application: { versionId: '' } });

describe("somebody's revert", () => {
  it.each<Row>([
    {
      name: 'shows in the details for ten seconds',
      steps: [
        [0, underWay(), 'deploying'],
        [3, reverted, 'deploying'],
        [12, reverted, 'deploying'],
        [13, reverted, 'failed: reverted'],
      ],
    },
    {
      name: 'shows in other words',
      steps: [
        [0, underWay({ deployment: { status: 'Reverting' } }), 'deploying'],
        [10, underWay({ deployment: { status: 'Reverted' } }), 'failed: reverted'],
      ],
    },
    {
      name: 'shows though it went wrong',
      steps: [0, 10].map((second) => [
        second,
        underWay({ deployment: { currentBatchStatus: 'Revert', status: 'Error' } }),
        second === 0 ? 'deploying' : 'failed: reverted',
      ]),
    },
    {
      name: 'is not shown by one stale check',
      steps: [
        [0, reverted, 'deploying'],
        [20, underWay(), 'deploying'],
        [40, reverted, 'deploying'],
        ...settles(done(), 'succeeded', 43),
      ],
    },
    {
      name: 'shows in an application that is back on the revision before',
      steps: [
        [0, underWay(), 'deploying'],
        [3, stillBefore(), 'not-started'],
        [12, stillBefore(), 'not-started'],
        [13, stillBefore(), 'failed: reverted'],
      ],
    },
    {
      name: 'is not shown by checks that show that revision now and then',
      steps: [
        [0, underWay(), 'deploying'],
        [10, stillBefore(), 'not-started'],
        [20, underWay(), 'deploying'],
        [30, stillBefore(), 'not-started'],
        [40, underWay(), 'deploying'],
      ],
    },
    {
      name: 'is not shown by that revision before ours was seen',
      steps: [0, 10, 600].map((second) => [second, stillBefore(), 'not-started']),
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});

/** Details of our version under the revision before, and those of a rollout that began later. */
const early = stillBefore({ deployment: { startTime: START_OURS, newDeployVersion: 'v2' } });
const later = waiting('beta', { deployment: { startTime: '2026-01-01 10:00:30' } });

describe('another rollout in the place of ours', () => {
  it.each<Row>([
    {
      name: 'of the same version is told by the details that showed before the application did',
      steps: [
        [0, early, 'not-started'],
        [7, later, 'not-started'],
        [14, later, 'not-started'],
        [16, theirs, 'not-started'],
        [26, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'is not what the details show for ten seconds under our revision',
      steps: [
        [0, early, 'not-started'],
        [7, later, 'not-started'],
        [17, later, 'settling'],
      ],
    },
    {
      name: 'shows for ten seconds',
      steps: [
        [0, underWay(), 'deploying'],
        [3, theirs, 'not-started'],
        [12, theirs, 'not-started'],
        [13, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'needs two checks',
      steps: [
        [0, underWay(), 'deploying'],
        [60, theirs, 'not-started'],
        [70, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'has come before ours was seen',
      steps: [
        [0, theirs, 'not-started'],
        [10, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'is taken for nothing where it shows once and ours follows',
      steps: [
        [0, theirs, 'not-started'],
        [20, underWay(), 'deploying'],
        [40, theirs, 'not-started'],
      ],
    },
    {
      name: 'comes after a rollout that was attached to',
      begun: ATTACHED,
      steps: [
        [0, theirs, 'not-started'],
        [10, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'comes after ours was complete',
      steps: [
        [0, underWay(), 'deploying'],
        [3, done(), 'settling'],
        [6, theirs, 'not-started'],
        [16, theirs, `failed: superseded by ${THEIRS} after it was complete`],
      ],
    },
    {
      name: 'comes after ours was complete and no longer is',
      steps: [
        [0, done(), 'settling'],
        [3, done({ pods: [pod('a'), pod('b', { isReady: false })] }), 'deploying'],
        [6, theirs, 'not-started'],
        [16, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'comes after ours was complete, but for an instance that crashes',
      steps: [
        [0, done(), 'settling'],
        [3, done({ pods: [pod('a'), pod('b'), crashing('c')] }), 'deploying'],
        [6, theirs, 'not-started'],
        [16, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'is not an application that shows no revision',
      steps: [
        [0, underWay(), 'deploying'],
        [3, none, 'not-started'],
        [20, none, 'not-started'],
        [23, done(), 'settling'],
      ],
    },
    {
      name: 'is not an application that shows no revision after a first release',
      begun: FIRST_RELEASE,
      steps: [
        [0, underWay(), 'deploying'],
        [3, none, 'not-started'],
        [20, none, 'not-started'],
      ],
    },
    {
      name: 'is counted anew after a check that shows no revision',
      steps: [
        [0, theirs, 'not-started'],
        [6, none, 'not-started'],
        [10, theirs, 'not-started'],
        [20, theirs, `failed: superseded by ${THEIRS}`],
      ],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});
