import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, count } from '../world.ts';
import { startedAgo } from './started.ts';
import { INFO, REVERT, TRIGGER } from './tem-actions.ts';

afterEach(closeWorlds);

describe('a revert that is answered with an error', () => {
  it.each([
    {
      fault: { kind: 'api-error', code: 'UnauthorizedOperation' },
      code: 'UnauthorizedOperation',
    },
    { fault: { kind: 'rate-limit' }, code: 'RequestLimitExceeded' },
  ] as const)('is not replaced by a rollout because of $code', async ({ fault, code }) => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    world.simulator.faults.inject({ ...fault, action: REVERT, occurrence: 'every' });
    const run = await world.run({ operation: 'tem-rollback', timeout: '1m' });
    expect(run).toMatchObject({ exitCode: 1, code });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('is replaced by a rollout where TEM refuses it', async () => {
    const world = await startedAgo(10, { podStartSeconds: 30 });
    world.simulator.faults.inject({ kind: 'api-error', action: REVERT, code: 'FailedOperation' });
    world.beforeCall((action) => {
      // The rollout ends before TEM would refuse the next one.
      if (action === REVERT) world.clock.manual.advance(300);
    });
    const run = await world.run({ operation: 'tem-rollback', timeout: '30m' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, TRIGGER)).toBe(1);
  });
});

it('sends no revert if nothing can be read after the first check', async () => {
  const world = await startedAgo(10, { podStartSeconds: 600 });
  const { revisionId } = world.application;
  const fault = { kind: 'http-502-html', action: INFO, occurrence: 2, times: Infinity } as const;
  world.simulator.faults.inject(fault);
  const run = await world.run({ operation: 'tem-revert', timeout: '5m' });
  expect(run).toMatchObject({ code: 'application-unread', outputs: { status: 'timed-out' } });
  expect(run.details).toMatchObject([{ label: { key: 'rollout.label-last-error' } }]);
  const inputs = { operation: 'tem-revert', 'revision-id': revisionId };
  expect(run.next).toMatchObject([{ inputs }]);
  expect(run.calls).not.toContain(REVERT);
});
