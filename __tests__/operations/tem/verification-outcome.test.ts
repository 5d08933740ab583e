import { describe, expect, it } from '@jest/globals';
import { describeUnverified } from '../../../src/operations/tem/verification-outcome.ts';
import { startHistory } from '../../../src/rollout/rollout-history.ts';
import { trackExisting } from '../../../src/rollout/rollout-tracker.ts';
import type { StageReport } from '../../../src/verification/criteria.ts';
import { createStage, createTarget, FAILED_STAGE } from '../../report/stage-reports.ts';
import type { Pod, Snapshot } from '../../../src/rollout/snapshot.ts';
import { message } from '../../../src/text/message.ts';
import { batch, crashing, waiting } from '../../rollout/snapshots.ts';

const URL = 'https://shop.example.com/health';

function describeStage(
  report: StageReport,
  crashed: readonly Pod[] = [],
  last: Snapshot = waiting('beta'),
) {
  const versions = { previous: { version: 'v1', packageName: '' }, version: 'v2' };
  const rollout = { state: trackExisting(last), history: startHistory(last, versions, 0) };
  return describeUnverified(rollout, { report, crashed });
}

const failedBy = (failure: StageReport['failure'], targets = [createTarget()]) =>
  createStage({ verdict: 'failed', ...(failure && { failure }), targets });

describe('a failed verification', () => {
  it.each([
    ['too many failures', FAILED_STAGE, 'verification-failed', 'verification.rate'],
    [
      'too slow answers',
      failedBy({ cause: 'latency', p95: 700, limit: 500, url: URL }),
      'verification-failed',
      'verification.latency',
    ],
    [
      'too few answers',
      failedBy({ cause: 'no-evidence', counted: 4.99, needed: 5, url: URL }),
      'verification-no-evidence',
      'verification.no-evidence',
    ],
    [
      'no instance to ask',
      failedBy({ cause: 'no-evidence', counted: 0, needed: 5, url: 'http://{instance-ip}/' }),
      'verification-no-evidence',
      'verification.no-instance-ip',
    ],
  ])('by %s has a code and a reason', (_, report, code, key) => {
    const outcome = describeStage(report);
    expect(outcome).toMatchObject({ status: 'failed', code });
    expect(outcome.headline).toMatchObject({ key: 'verification.failed' });
    expect(outcome.details[0]?.text).toMatchObject({ key });
  });

  it('by a crash names the instances, and nothing else', () => {
    const outcome = describeStage(createStage({ verdict: 'stopped' }), [crashing('a')]);
    expect(outcome).toMatchObject({ status: 'failed', code: 'verification-failed' });
    expect(outcome.failedPods?.map(({ podId }) => podId)).toEqual(['a']);
    expect(outcome.details.some(({ instance }) => instance === 'a')).toBe(true);
  });

  it.each([
    ['TEM has no details of the rollout', 'none', 'CrashLoopBackOff'],
    [
      'the details know more',
      { batches: [batch('beta', '', { newPods: [{ podId: 'a', status: 'OOMKilled' }] })] },
      { join: 'colon', items: ['CrashLoopBackOff', 'OOMKilled'] },
    ],
  ] as const)('by a crash has its reason without restarts where %s', (_, deployment, text) => {
    const last = waiting('beta', { deployment });
    const outcome = describeStage(createStage(), [crashing('a', { restartCount: 3 })], last);
    expect(outcome.details.find(({ instance }) => instance === 'a')?.text).toEqual(text);
  });

  it('by its latency shows the latency and its limit', () => {
    const failure = { cause: 'latency', p95: 712.4, limit: 2_000, url: URL } as const;
    expect(describeStage(failedBy(failure)).details).toEqual([
      {
        text: message('verification.latency', {
          url: URL,
          p95: message('verification.milliseconds', { count: 712 }),
          limit: { duration: 2_000 },
        }),
      },
    ]);
  });

  it('without a reason has no details', () => {
    const outcome = describeStage(createStage({ verdict: 'failed' }));
    expect(outcome).toMatchObject({ status: 'failed', code: 'verification-failed', details: [] });
  });

  it('counts no answer that is not complete', () => {
    const failure = { cause: 'no-evidence', counted: 4.99, needed: 5, url: URL } as const;
    expect(describeStage(failedBy(failure)).details[0]?.text).toMatchObject({
      values: { counted: 4 },
    });
  });

  it.each([
    ['beta', 'verification.stage-batch'],
    [2, 'verification.stage-batch'],
    ['final', 'verification.stage-final'],
  ] as const)('of the stage %s is named', (stage, key) => {
    expect(describeStage({ ...FAILED_STAGE, stage }).headline).toMatchObject({
      values: { stage: { key } },
    });
  });
});
