import { afterEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../../src/text/message.ts';
import { ERROR, OK, REFUSED } from '../../support/fake-prober.ts';
import { closeWorlds } from '../world.ts';
import { startVerifiedWorld, URL_INSTANCE, URL_SHARED, VERIFIED } from './verifying.ts';

const DRY = { ...VERIFIED, 'dry-run': 'true' };

afterEach(closeWorlds);

async function plan(inputs: Record<string, string>, answer = OK, instances = 3) {
  const world = await startVerifiedWorld(() => answer, {}, instances);
  // The version that runs now answers, too: nothing has been deployed yet.
  world.probeWith({
    ...world.prober,
    probeOnce: (url) => {
      const { latency = 20, ...reply } = answer;
      asked.push(url);
      return Promise.resolve({ at: world.clock.now(), latency, answer: reply });
    },
  });
  const asked: string[] = [];
  const run = await world.run({ ...DRY, ...inputs });
  expect(run.outputs.status).toBe('planned');
  const { blockers = [], changes = [] } = run.plan ?? {};
  const keys = (texts: readonly unknown[]) =>
    texts.map((text) => (text as Message).key).filter((key) => key.startsWith('verification.'));
  return {
    run,
    asked,
    world,
    changes,
    blockers,
    changeKeys: keys(changes),
    blockerKeys: keys(blockers),
  };
}

describe('the plan of a verification', () => {
  it('sends one request to each URL, and starts no prober', async () => {
    const urls = `${URL_SHARED}\nhttps://shop.example.com/ready`;
    const { asked, changeKeys, world } = await plan({ 'verify-url': urls });
    expect(asked).toEqual(urls.split('\n'));
    expect(changeKeys.filter((key) => key === 'verification.plan-answer')).toHaveLength(2);
    expect(world.prober.started).toEqual([]);
  });

  it('shows an answer that would fail, and one that never comes, without being blocked', async () => {
    const failed = await plan({}, ERROR);
    expect(failed.changes).toContainEqual(
      expect.objectContaining({ values: expect.objectContaining({ status: 500 }) }),
    );
    const unreachable = await plan({}, REFUSED);
    expect(unreachable.changeKeys).toContain('verification.plan-no-answer');
    expect([...failed.blockers, ...unreachable.blockers]).toEqual([]);
  });

  it('asks an instance that runs now for the URL of instances', async () => {
    const { asked, changeKeys } = await plan({ 'verify-url': URL_INSTANCE });
    expect(asked).toEqual([expect.stringMatching(/^http:\/\/10\.[\d.]+:8080\/health$/)]);
    expect(changeKeys).toEqual(['verification.plan-answer']);
  });

  it.each([
    ['enough', 3, '30s', '1s', 'verification.plan-share', 10],
    ['just enough', 6, '30s', '1s', 'verification.plan-share', 5],
    ['too few', 7, '30s', '1s', 'verification.plan-few', 4],
  ])(
    'computes how many answers count: %s',
    async (_, instances, duration, interval, key, expected) => {
      const inputs = { 'verify-duration': duration, 'verify-interval': interval };
      const { blockers, changes } = await plan(inputs, OK, instances);
      const isFew = key === 'verification.plan-few';
      expect(isFew ? blockers : changes).toContainEqual(
        expect.objectContaining({ key, values: expect.objectContaining({ expected }) }),
      );
      expect(blockers).toHaveLength(isFew ? 1 : 0);
    },
  );

  it.each(['tem-wait', 'tem-resume'])('sends them for %s, too', async (operation) => {
    const { asked, changeKeys } = await plan({ operation });
    expect(asked).toEqual([URL_SHARED]);
    expect(changeKeys).toEqual(['verification.plan-answer']);
  });

  it('says nothing of shares if no batch is verified', async () => {
    const { blockerKeys, changeKeys } = await plan({ 'on-waiting': 'resume' }, OK, 20);
    expect([...changeKeys, ...blockerKeys]).toEqual(['verification.plan-answer']);
  });

  it('is not blocked for the first release: there are no old instances', async () => {
    const world = await startVerifiedWorld(() => OK, {}, 20);
    world.intercept((action, answer) =>
      action === 'DescribeApplicationPods'
        ? { ...answer, Result: { ...(answer.Result as object), PodList: [], TotalCount: 0 } }
        : undefined,
    );
    const run = await world.run({ ...DRY, 'verify-duration': '30s' });
    expect(run.plan?.blockers).toEqual([]);
  });
});
