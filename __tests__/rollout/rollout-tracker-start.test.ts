import { describe, it } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { trackExisting, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../src/tencent/services/tem-responses.ts';
import * as examples from '../fixtures/tem-examples.ts';
import {
  batch,
  BEFORE,
  crashing,
  done,
  pod,
  START_BEFORE,
  stillBefore,
  THEIRS,
  underWay,
  waiting,
} from './snapshots.ts';
import type { Row, Step } from './tracking.ts';
import { expectVerdicts, FIRST_RELEASE, GRACE_SECONDS, NO_ID, settles } from './tracking.ts';

/** The version that the official examples bring. */
const VERSION = '20241202165113';

describe('the official examples', () => {
  const example: Snapshot = {
    application: readApplication(examples.applicationInfo),
    deployment: readDeployment(examples.deployApplicationDetail),
    pods: examples.applicationPods.PodList.map(readPod),
  };
  const withoutDetail = { ...example, deployment: undefined };
  const alone = { ...example, pods: [] };
  const current = trackExisting(example);
  const before = { revisionId: 'revision-57moqvm5', startTime: '2024-12-19 11:11:00' };

  // Its instances crash for as long as it says Error: their names tell more.
  const errorSteps: Step[] = [
    [0, example, 'deploying'],
    [119, example, 'deploying'],
    [120, example, 'failed: pods app0925-4sbct, app0925-s4vpj'],
  ];

  it.each<Row>([
    {
      name: 'the same without its instances',
      begun: current,
      steps: [
        ...[0, 20, 40, 60, 80, 100].map((second): Step => [second, alone, 'deploying']),
        [120, alone, 'failed: status Error ()'],
      ],
    },
    {
      name: 'DescribeDeployApplicationDetail: all batches Finish, yet Error is a failure',
      begun: current,
      steps: errorSteps,
    },
    {
      name: 'the same, right after a trigger that gave its ID',
      begun: trackStarted('revision-jorxnl6j', before, VERSION),
      steps: errorSteps,
    },
    {
      name: 'RollingUpdate with an empty Result: the revision is found by reading',
      begun: trackStarted('', before, VERSION),
      steps: errorSteps,
    },
    {
      name: 'RollingUpdate that gave revision-xxx, which does not show yet',
      begun: trackStarted(
        'revision-xxx',
        { revisionId: 'revision-jorxnl6j', startTime: '2024-12-20 17:00:17' },
        VERSION,
      ),
      steps: [
        [0, example, 'not-started'],
        [500, example, 'not-started'],
      ],
    },
    {
      name: 'DescribeApplicationInfo and DescribeApplicationPods alone: a crash loop of two pods',
      begun: current,
      steps: [
        [0, withoutDetail, 'deploying'],
        [119, withoutDetail, 'deploying'],
        [121, withoutDetail, 'failed: pods app0925-4sbct, app0925-s4vpj'],
      ],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});

describe('before it shows', () => {
  it.each<Row>([
    {
      name: 'the application that shows the revision before is no evidence',
      steps: [
        [0, stillBefore(), 'not-started'],
        [3, stillBefore(), 'not-started'],
        [600, stillBefore(), 'not-started'],
      ],
    },
    {
      name: 'nor is its error',
      steps: [
        [0, stillBefore({ deployment: { status: 'Error' } }), 'not-started'],
        [3, stillBefore({ deployment: { status: 'Error' } }), 'not-started'],
      ],
    },
    {
      name: 'nor are its crashes',
      steps: [
        [0, stillBefore({ pods: [crashing('z', { versionId: BEFORE })] }), 'not-started'],
        [900, stillBefore({ pods: [crashing('z', { versionId: BEFORE })] }), 'not-started'],
      ],
    },
    {
      name: 'an application without a revision is no evidence',
      steps: [[0, done({ application: { versionId: '' } }), 'not-started']],
    },
    {
      name: 'the Detail of the rollout before is not ours, though all of it is finished',
      steps: [
        [0, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        [3, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        ...settles(done(), 'succeeded', 6),
      ],
    },
    {
      name: 'nor when it says Error',
      steps: [
        [0, underWay({ deployment: { startTime: START_BEFORE, status: 'Error' } }), 'not-started'],
        [3, underWay(), 'deploying'],
      ],
    },
    {
      name: 'nor when it says that it was reverted',
      steps: [
        [
          0,
          underWay({ deployment: { startTime: START_BEFORE, currentBatchStatus: 'revert' } }),
          'not-started',
        ],
        [3, underWay(), 'deploying'],
      ],
    },
    {
      name: 'nor when it waits for confirmation',
      steps: [[0, waiting('beta', { deployment: { startTime: START_BEFORE } }), 'not-started']],
    },
    {
      name: 'pods count by their revision: ours fail although the Detail stays behind',
      steps: [
        [
          0,
          underWay({ deployment: { startTime: START_BEFORE }, pods: [crashing('a')] }),
          'not-started',
        ],
        [
          GRACE_SECONDS + 1,
          underWay({ deployment: { startTime: START_BEFORE }, pods: [crashing('a')] }),
          'failed: pods a',
        ],
      ],
    },
    {
      name: 'without an ID the first revision that is not the one before is ours',
      begun: NO_ID,
      steps: [
        [0, stillBefore(), 'not-started'],
        [3, underWay(), 'deploying'],
        ...settles(done(), 'succeeded', 6),
      ],
    },
    {
      name: 'without an ID a revision that is missing is not taken for ours',
      begun: NO_ID,
      steps: [
        [
          0,
          done({ application: { versionId: '' }, pods: [pod('a', { versionId: '' })] }),
          'not-started',
        ],
        [
          3,
          done({ application: { versionId: '' }, pods: [pod('a', { versionId: '' })] }),
          'not-started',
        ],
      ],
    },
    {
      name: 'a first release: there was nothing before',
      begun: FIRST_RELEASE,
      steps: [
        [0, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        [
          3,
          underWay({
            deployment: {
              strategy: { type: 3, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 },
              batches: [batch(1, 'Deploying')],
            },
            pods: [pod('a', { status: 'ContainerCreating', isReady: false })],
          }),
          'deploying',
        ],
        ...settles(done({ deployment: { batches: [batch(1, 'Finish')] } }), 'succeeded', 6),
      ],
    },
    {
      name: 'a first release without an ID',
      begun: trackStarted('', { revisionId: '', startTime: '' }, 'v2'),
      steps: [
        [0, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        ...settles(done(), 'succeeded', 3),
      ],
    },
    {
      name: 'a first release that was attached to before it had a revision',
      begun: trackExisting(done({ application: { versionId: '' }, deployment: 'none', pods: [] })),
      steps: [
        [0, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        [20, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        [40, underWay(), 'deploying'],
        ...settles(done(), 'succeeded', 43),
        [70, done({ application: { versionId: THEIRS } }), 'not-started'],
        [
          80,
          done({ application: { versionId: THEIRS } }),
          'failed: superseded by revision-theirs after it was complete',
        ],
      ],
    },
    {
      name: 'the details of another version are not ours, though the application shows our revision',
      steps: [
        [0, done({ deployment: { newDeployVersion: 'v9' } }), 'not-started'],
        [20, done({ deployment: { newDeployVersion: 'v9' } }), 'not-started'],
        ...settles(done(), 'succeeded', 40),
      ],
    },
    {
      name: 'details that tell neither start nor version are taken for ours',
      steps: settles(
        done({ deployment: { startTime: '', newDeployVersion: '', oldDeployVersion: '' } }),
        'succeeded',
      ),
    },
    {
      name: 'without an ID a new revision of another version is not ours',
      begun: NO_ID,
      steps: [
        [0, done({ application: { deployVersion: 'v9' } }), 'not-started'],
        [3, underWay(), 'deploying'],
      ],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});
