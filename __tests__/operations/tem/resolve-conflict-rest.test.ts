import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, secondsOf, UPDATE } from '../world.ts';
import { startedAgo } from './started.ts';
import { INFO, TRIGGER } from './tem-actions.ts';

const STEP = { ...UPDATE, 'deploy-version': 'v2.5.0' };

afterEach(closeWorlds);

describe('if-deploying: wait, after the end of the other rollout', () => {
  it.each([
    { inputs: { 'stable-for': '40s' }, least: 50, most: 55 },
    { inputs: { 'stable-for': '1s' }, least: 20, most: 25 },
    { inputs: { 'poll-interval': '60s', 'stable-for': '15s' }, least: 75, most: 80 },
  ])(
    'lets the step of the other rollout see its end first: $inputs',
    async ({ inputs, least, most }) => {
      const world = await startedAgo(5, { podStartSeconds: 10 });
      let seenAt: number | undefined;
      world.beforeCall(() => {
        if (!world.application.isDeploying) seenAt ??= world.clock.seconds();
      });
      await world.run({ ...STEP, ...inputs });
      const [startedAt = 0] = secondsOf(world, TRIGGER);
      const since = seenAt ?? 0;
      expect(startedAt - since).toBeGreaterThanOrEqual(least);
      expect(startedAt - since).toBeLessThanOrEqual(most);
      const isAtRest = (second: number) => second > since && second <= startedAt;
      const checks = secondsOf(world, INFO).filter(isAtRest).length;
      expect(checks).toBeGreaterThanOrEqual(least / 10);
      expect(checks).toBeLessThanOrEqual(most / 10 + 1);
    },
  );

  it('times out if the other rollout has not come to rest by then', async () => {
    const world = await startedAgo(5, { podStartSeconds: 13 });
    const run = await world.run({ ...STEP, timeout: '40s' });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(world.application.isDeploying).toBe(false);
    expect(run.calls).not.toContain(TRIGGER);
  });
});
