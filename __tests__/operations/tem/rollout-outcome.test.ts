import { describe, expect, it } from '@jest/globals';
import type { EndReason } from '../../../src/operations/tem/follow-rollout.ts';
import { describeRolloutEnd } from '../../../src/operations/tem/rollout-outcome.ts';
import { OperationError } from '../../../src/report/outcome.ts';
import { ApiResponseError } from '../../../src/tencent/api-errors.ts';
import { startHistory } from '../../../src/rollout/rollout-history.ts';
import { trackExisting } from '../../../src/rollout/rollout-tracker.ts';
import type { Snapshot } from '../../../src/rollout/snapshot.ts';
import type { RolloutFailure } from '../../../src/rollout/verdict.ts';
import type { Text } from '../../../src/text/message.ts';
import { joinTexts, message } from '../../../src/text/message.ts';
import { crashing, done, old, OURS, pod, stillBefore, underWay } from '../../rollout/snapshots.ts';

const TARGET = { applicationId: 'app-1', environmentId: 'en-1' };
const LIMITS = { failureGrace: 120_000 };
const ENDED = {
  context: { timeLimit: { duration: 600_000 }, lastFailure: { error: undefined } },
  target: TARGET,
};
const PREVIOUS = { version: 'v1', packageName: 'shop-1.jar' };
const REFUSED = new ApiResponseError({
  ...{ service: 'tem', action: 'DescribeApplicationInfo', code: 'AuthFailure' },
  ...{ message: 'no', requestId: 'r-1' },
});

function describeEnd(reason: EndReason, last: Snapshot = done(), previous = PREVIOUS) {
  const version = last.application.deployVersion;
  const history = startHistory(last, { previous, version }, 0);
  return describeRolloutEnd(ENDED, { state: trackExisting(done()), history, ...reason }, LIMITS);
}

/** The operations of the next steps, in order. */
function suggested({ next }: ReturnType<typeof describeEnd>) {
  return next.map(({ inputs }) => inputs?.operation);
}

describe('a rollout that succeeded', () => {
  it.each([
    [
      'names both versions',
      done(),
      PREVIOUS,
      {
        key: 'rollout.succeeded-after',
        values: { application: 'shop', version: 'v2', previous: 'v1' },
      },
    ],
    [
      'names one version that was deployed again',
      done(),
      { ...PREVIOUS, version: 'v2' },
      { key: 'rollout.succeeded', values: { application: 'shop', version: 'v2' } },
    ],
    [
      'names one version of a first release',
      done(),
      { ...PREVIOUS, version: '' },
      { key: 'rollout.succeeded', values: { version: 'v2' } },
    ],
    [
      'tells that no instance runs',
      done({ application: { expectedInstances: 0, currentInstances: 0 }, pods: [] }),
      PREVIOUS,
      { key: 'rollout.succeeded-at-zero', values: { version: 'v2' } },
    ],
    [
      'names the application by its ID where it has no name',
      done({ application: { applicationName: '' } }),
      PREVIOUS,
      { values: { application: 'app-1' } },
    ],
  ])('%s', (_, last, previous, headline) => {
    const outcome = describeEnd({ kind: 'succeeded' }, last, previous);
    expect(outcome).toMatchObject({ status: 'succeeded', code: '', details: [], next: [] });
    expect(outcome.headline).toMatchObject(headline);
  });

  it('needs no version to be told', () => {
    const silent = { application: { deployVersion: '' }, deployment: { newDeployVersion: '' } };
    const outcome = describeEnd({ kind: 'succeeded' }, done(silent));
    expect(outcome.headline).toMatchObject({ values: { version: { key: 'rollout.new-version' } } });
  });
});

describe('a rollout that waits for confirmation', () => {
  it('is to be resumed or reverted', () => {
    const outcome = describeEnd({ kind: 'waiting' });
    expect(outcome).toMatchObject({ status: 'waiting', code: '' });
    expect(suggested(outcome)).toEqual(['tem-resume', 'tem-revert']);
    expect(outcome.next.map(({ inputs }) => inputs?.['revision-id'])).toEqual([OURS, OURS]);
  });
});

/** How to fix a crash loop. */
const READ_LOG = {
  label: message('words.fix'),
  text: joinTexts('colon', 'CrashLoopBackOff', message('rollout.fix-log')),
};

/** What is wrong with a pod, and how often it restarted. */
function restarts(reason: Text, count: number): Text {
  return message('rollout.restarts', { reason, count });
}

describe('a rollout that failed', () => {
  const failed = (failure: RolloutFailure, last?: Snapshot) =>
    describeEnd({ kind: 'failed', failure }, last);

  it('by the word of the cloud gives its message and the unhealthy pods', () => {
    const pods = [pod('a'), crashing('b'), old('z', { status: 'Error' })];
    const last = underWay({ pods });
    const outcome = failed({ cause: 'status', status: 'Error', message: 'quota exceeded' }, last);
    expect(outcome).toMatchObject({ status: 'failed', code: 'rollout-failed' });
    expect(outcome.headline).toMatchObject({
      key: 'rollout.failed-status',
      values: { status: 'Error' },
    });
    expect(outcome.details).toEqual([
      { label: message('words.message'), text: 'quota exceeded' },
      READ_LOG,
      { instance: 'b', text: restarts('CrashLoopBackOff', 3) },
    ]);
  });

  it('by the word of the cloud invents no message', () => {
    expect(failed({ cause: 'status', status: 'Error', message: '' }).details).toEqual([]);
  });

  it.each([
    [[crashing('a', { restartCount: 0 })], [READ_LOG, { instance: 'a', text: 'CrashLoopBackOff' }]],
    [
      [crashing('a', { restartCount: 1 }), pod('b', { isReady: false, warning: 'probe' })],
      [
        READ_LOG,
        { instance: 'a', text: restarts('CrashLoopBackOff', 1) },
        { instance: 'b', text: joinTexts('colon', message('rollout.not-ready'), 'probe') },
      ],
    ],
  ])('by its pods counts them and says what is wrong with each', (pods, details) => {
    const outcome = failed({ cause: 'pods', pods });
    expect(outcome).toMatchObject({ status: 'failed', code: 'instances-failing', details });
    expect(outcome.headline).toEqual(
      message('rollout.instances-failing', {
        count: pods.length,
        grace: { duration: 120_000 },
      }),
    );
  });

  it('because somebody reverted it', () => {
    expect(failed({ cause: 'reverted' })).toMatchObject({ code: 'rollout-reverted', next: [] });
  });

  it('because another revision took its place names that', () => {
    const by = 'revision-9';
    const outcome = failed({ cause: 'superseded', by, wasComplete: false });
    expect(outcome).toMatchObject({ code: 'rollout-superseded', next: [] });
    expect(outcome.headline).toEqual(message('rollout.superseded', { revision: by }));
    const complete = failed({ cause: 'superseded', by, wasComplete: true });
    expect(complete.headline).toEqual(message('rollout.superseded-complete', { revision: by }));
  });
});

describe('a rollout whose end was not seen', () => {
  it('in time is described by its unhealthy pods', () => {
    const last = underWay({ pods: [pod('a'), pod('b', { status: 'Pending', isReady: false })] });
    const outcome = describeEnd({ kind: 'timed-out' }, last);
    expect(outcome).toMatchObject({
      status: 'timed-out',
      code: 'deadline-passed',
      details: [
        {
          label: { key: 'rollout.label-missing' },
          text: { values: { missing: 1, expected: 2 } },
        },
        { instance: 'b', text: 'Pending' },
      ],
    });
    expect(outcome.headline).toMatchObject({
      key: 'rollout.timed-out',
      values: { limit: { duration: 600_000 } },
    });
  });

  it('because a batch could not be started ends by that', () => {
    const error = new OperationError('no', { code: 'batch-not-resumed' });
    const outcome = { status: 'failed', code: 'batch-not-resumed', headline: 'no' };
    expect(describeEnd({ kind: 'stuck', error })).toMatchObject(outcome);
  });

  it('because the cloud could not be read any more goes on', () => {
    const outcome = describeEnd({ kind: 'lost', error: REFUSED }, underWay());
    expect(outcome).toMatchObject({ status: 'failed', code: 'AuthFailure', requestId: 'r-1' });
    expect(outcome.details.at(-1)).toMatchObject({ text: { key: 'rollout.lost' } });
    expect(suggested(outcome)).toEqual(['tem-wait', 'tem-revert']);
  });

  it.each([
    ['is under way is to be waited for or reverted', underWay(), ['tem-wait', 'tem-revert']],
    ['is over is undone by another rollout', done(), ['tem-wait', 'tem-rollback']],
    ['is not current is left alone', stillBefore(), ['tem-wait']],
  ])('because the job was cancelled: what %s', (_, last, operations) => {
    const outcome = describeEnd({ kind: 'cancelled' }, last);
    expect(outcome).toMatchObject({ status: 'cancelled' });
    expect(suggested(outcome)).toEqual(operations);
  });

  it('because the job was cancelled: the other rollout brings version and package back', () => {
    const { next } = describeEnd({ kind: 'cancelled' });
    expect(next.at(-1)?.inputs).toEqual({
      operation: 'tem-rollback',
      'revision-id': 'revision-ours',
      'application-id': 'app-1',
      'environment-id': 'en-1',
      'deploy-version': 'v1',
      'package-name': 'shop-1.jar',
    });
  });
});
