import { describe, expect, it } from '@jest/globals';
import { beginRecord } from '../../src/github/deployment-record.ts';
import type { OpenDeployments } from '../../src/github/deployments.ts';
import type { Status } from '../../src/report/outcome.ts';
import { canContinue, endRecord, waitForRecordId } from '../../src/run/finish.ts';
import { openGithub as setUp, refusing } from '../github/fake-deployments.ts';

const ASKED = { githubToken: 'ghs_token0123456789', githubEnvironment: 'production' };
const endless = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };

describe('the record ends as the step', () => {
  it.each<[Status, boolean, boolean, string | undefined]>([
    ['succeeded', true, false, 'success'],
    ['failed', false, false, 'failure'],
    ['timed-out', false, false, 'failure'],
    ['reverted', false, false, 'failure'],
    ['reverted', true, false, 'success'],
    ['reverted', true, true, 'failure'],
    ['waiting', true, false, undefined],
    ['started', true, false, undefined],
    ['cancelled', false, false, undefined],
  ])('%s (green: %s, continued: %s): %s', async (status, isGreen, isContinued, state) => {
    const { log, world, written } = setUp();
    const inputs = isContinued ? { ...ASKED, githubDeploymentId: 42 } : ASKED;
    const record = beginRecord(world, log, inputs);
    await record?.id;
    await endRecord(record, { headline: 'so it ended', status }, isGreen);
    const ends = written.filter((line) => line.endsWith('so it ended'));
    expect(ends).toEqual(state === undefined ? [] : [`42 ${state} so it ended`]);
  });

  it.each<Status>(['failed', 'timed-out', 'cancelled'])(
    'as a success if the release serves, although the step %s',
    async (status) => {
      const { log, world, written } = setUp();
      const record = beginRecord(world, log, ASKED);
      await endRecord(record, { headline: 'so it ended', status, isLive: true }, false);
      expect(written.at(-1)).toBe('42 success so it ended');
    },
  );

  it('which needs no record', async () => {
    await expect(
      endRecord(undefined, { headline: '', status: 'succeeded' }, true),
    ).resolves.toBeUndefined();
  });
});

describe('the ID as an output', () => {
  const unanswered: OpenDeployments = () => new Promise(() => undefined);

  it('is there once GitHub has answered', async () => {
    const { log, world } = setUp();
    await expect(waitForRecordId(beginRecord(world, log, ASKED), endless, 'failed')).resolves.toBe(
      42,
    );
  });

  it.each([
    ['without a record', undefined],
    ['where GitHub refused', refusing(new Error('No'))],
  ])('is unknown %s', async (_, open) => {
    const { log, world } = setUp(open ? { open } : {});
    const record = open && beginRecord(world, log, ASKED);
    await expect(waitForRecordId(record, endless, 'succeeded')).resolves.toBeUndefined();
  });

  it('is not waited for long after a cancel', async () => {
    const { log, world } = setUp({ open: unanswered });
    const waits: number[] = [];
    const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };
    const record = beginRecord(world, log, ASKED);
    await expect(waitForRecordId(record, clock, 'cancelled')).resolves.toBeUndefined();
    expect(waits).toEqual([1_500]);
  });

  it('is of use to a later step where the rollout may still end', () => {
    expect((['waiting', 'timed-out', 'succeeded', 'failed'] as const).map(canContinue)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
