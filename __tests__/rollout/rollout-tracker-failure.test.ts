import { describe, expect, it } from '@jest/globals';
import type { RolloutState } from '../../src/rollout/rollout-tracker.ts';
import { applySnapshot } from '../../src/rollout/rollout-tracker.ts';
import { crashing, done, old, pod, START_BEFORE, stillBefore, underWay } from './snapshots.ts';
import type { Row, Step } from './tracking.ts';
import { always, expectVerdicts, GRACE_SECONDS, settles, triggered } from './tracking.ts';

/** The looks are far apart because the step was told so. */
const SLOW = { pollInterval: 120_000 };

describe('a failure by status', () => {
  it.each(['Error', 'error', 'ERROR', 'DeployError', 'Failed', 'fail', 'DEPLOY_FAILED'])(
    '%s, once it has lasted for the grace period',
    (status) => {
      const snapshot = underWay({ deployment: { status, errorMessage: 'no quota' } });
      const steps: Step[] = [
        [0, snapshot, 'deploying'],
        [GRACE_SECONDS - 1, snapshot, 'deploying'],
        [GRACE_SECONDS, snapshot, `failed: status ${status} (no quota)`],
      ];
      expectVerdicts(steps, triggered, SLOW);
    },
  );

  it.each(['Running', 'Rolling', 'Success', 'Finish', '', 'Paused'])('is not "%s"', (status) => {
    const snapshot = underWay({ deployment: { status } });
    expectVerdicts([...always(snapshot, 'deploying'), [900, snapshot, 'deploying']]);
  });

  const error = underWay({ deployment: { status: 'Error', errorMessage: 'e' } });

  it.each<Row>([
    {
      name: 'although everything else is good',
      steps: [
        [0, done({ deployment: { status: 'Error' } }), 'deploying'],
        [120, done({ deployment: { status: 'Error' } }), 'failed: status Error ()'],
      ],
    },
    {
      name: 'not by an error that passes, and that comes back for a moment',
      steps: [
        [0, error, 'deploying'],
        [119, error, 'deploying'],
        [122, underWay(), 'deploying'],
        [125, error, 'deploying'],
        [130, error, 'deploying'],
        ...settles(done(), 'succeeded', 140),
      ],
    },
    {
      name: 'counted from where the error came back',
      steps: [
        [0, error, 'deploying'],
        [60, underWay(), 'deploying'],
        [100, error, 'deploying'],
        [219, error, 'deploying'],
        [220, error, 'failed: status Error (e)'],
      ],
    },
    {
      name: 'not by one check, however long ago the one before was',
      steps: [
        [0, underWay(), 'deploying'],
        [900, error, 'deploying'],
        [903, error, 'deploying'],
        [1020, error, 'failed: status Error (e)'],
      ],
    },
    {
      name: 'counted anew after a check that showed the rollout before',
      steps: [
        [0, error, 'deploying'],
        [60, stillBefore(), 'not-started'],
        [121, error, 'deploying'],
        [241, error, 'failed: status Error (e)'],
      ],
    },
    {
      name: 'not by the error of the rollout before',
      steps: always(
        underWay({ deployment: { startTime: START_BEFORE, status: 'Error' } }),
        'not-started',
      ),
    },
    {
      name: 'with the message of the last check',
      steps: [
        [0, error, 'deploying'],
        [
          120,
          underWay({ deployment: { status: 'Failed', errorMessage: 'f' } }),
          'failed: status Failed (f)',
        ],
      ],
    },
    {
      name: 'after which the instances that crash are named rather than the status',
      steps: [
        [
          0,
          underWay({ deployment: { status: 'Error' }, pods: [crashing('a'), old('z')] }),
          'deploying',
        ],
        [
          120,
          underWay({ deployment: { status: 'Error' }, pods: [crashing('a'), old('z')] }),
          'failed: pods a',
        ],
      ],
    },
    {
      name: 'not of a pod that waits for its node',
      steps: always(
        underWay({ pods: [pod('a', { status: 'Pending', isReady: false })] }),
        'deploying',
      ),
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun, SLOW);
  });

  it('not by an error that may have passed in a gap between two checks', () => {
    expectVerdicts([
      ...[0, 15, 30].map((second): Step => [second, error, 'deploying']),
      // The reads fail for a while.
      ...[70, 90, 110, 130, 150, 170, 189].map((second): Step => [second, error, 'deploying']),
      [190, error, 'failed: status Error (e)'],
    ]);
  });

  // With each interval, the pauses are as long as they may be.
  it.each([
    ['auto', 15] as const,
    ...[1, 10, 15, 30, 60].map((seconds) => [seconds, seconds] as const),
  ])('though every check is read slowly (poll-interval %s)', (interval, pause) => {
    const pollInterval = interval === 'auto' ? interval : interval * 1000;
    const options = { failureGrace: GRACE_SECONDS * 1000, stableFor: 15_000, pollInterval };
    const ends: number[] = [];
    let state: RolloutState = triggered;
    for (let requestedAt = 0; requestedAt < 300; requestedAt += pause + 25) {
      const times = { requestedAt: requestedAt * 1000, now: (requestedAt + 25) * 1000 };
      state = applySnapshot(state, error, times, options);
      if (state.verdict.kind === 'failed') ends.push(requestedAt);
    }
    expect(ends[0]).toBeGreaterThanOrEqual(GRACE_SECONDS);
    expect(ends[0]).toBeLessThan(GRACE_SECONDS + 2 * (pause + 25));
  });
});
