import { afterEach, describe, expect, it } from '@jest/globals';
import { getMessageKey } from '../../../src/text/message.ts';
import type { Text } from '../../../src/text/message.ts';
import { ERROR, OK, REFUSED } from '../../support/fake-prober.ts';
import { changeResult, closeWorlds } from '../world.ts';
import type { VerifiedWorld } from './verifying.ts';
import { startVerifiedWorld, URL_INSTANCE, URL_SHARED, VERIFIED } from './verifying.ts';

const DRY = { ...VERIFIED, 'dry-run': 'true' };

afterEach(closeWorlds);

async function plan(
  inputs: Record<string, string>,
  answer = OK,
  instances = 3,
  prepare: (world: VerifiedWorld) => void = () => undefined,
) {
  const world = await startVerifiedWorld(() => answer, {}, instances);
  prepare(world);
  // The version that runs now answers, too: nothing has been deployed yet.
  world.probeWith({
    ...world.prober,
    probeOnce: (url, settings) => {
      const { latency = 20, ...reply } = answer;
      asked.push(url);
      sent.push(settings);
      return Promise.resolve({ at: world.clock.now(), latency, answer: reply });
    },
  });
  const asked: string[] = [];
  const sent: unknown[] = [];
  const run = await world.run({ ...DRY, ...inputs });
  expect(run.outputs.status).toBe('planned');
  const { blockers = [], changes = [] } = run.plan ?? {};
  const keys = (texts: readonly Text[]) =>
    texts.map(getMessageKey).filter((key) => key.startsWith('verification.'));
  return {
    ...{ run, asked, sent, world },
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

  it('sends what the verification will send, and shows no part of a URL that may be secret', async () => {
    const { changes, sent } = await plan({
      'verify-url': 'https://user:secret@shop.example.com/health?key=secret',
      'verify-headers': 'X-Key: secret',
      'verify-timeout': '3s',
      'verify-body': 'v9',
    });
    expect(sent).toMatchObject([{ headers: [['X-Key', 'secret']], timeout: 3_000, text: 'v9' }]);
    const values = { url: URL_SHARED, status: 200, latency: { values: { count: 20 } } };
    expect(
      changes.find((text) => getMessageKey(text) === 'verification.plan-answer'),
    ).toMatchObject({ values });
    expect((await plan({})).sent).toMatchObject([{ headers: [] }]);
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
    const { asked, changeKeys, changes } = await plan({ 'verify-url': URL_INSTANCE });
    expect(asked).toEqual([expect.stringMatching(/^http:\/\/10\.[\d.]+:8080\/health$/)]);
    expect(changeKeys).toEqual(['verification.plan-answer']);
    expect(changes.at(-1)).toMatchObject({ values: { url: asked[0] } });
  });

  it('asks nothing for the URL of instances if none has an address', async () => {
    const inputs = { 'verify-url': `${URL_INSTANCE}?key=secret` };
    const { asked, blockers, changes } = await plan(inputs, OK, 3, (world) => {
      changeResult(world, 'DescribeApplicationPods', (result) => ({
        PodList: (result.PodList as object[]).map((pod) => ({ ...pod, PodIp: '' })),
      }));
    });
    expect(asked).toEqual([]);
    const values = { url: URL_INSTANCE, reason: { key: 'verification.no-instance-ip' } };
    expect(changes.at(-1)).toMatchObject({ key: 'verification.plan-no-answer', values });
    expect(blockers).toEqual([]);
  });

  it.each([
    ['enough', 3, { expected: 10, percent: 33 }],
    ['just enough', 6, { expected: 5, percent: 17 }],
  ])('computes how many answers count: %s', async (_, instances, share) => {
    const inputs = { 'verify-duration': '30s', 'verify-interval': '1s' };
    const { blockers, changeKeys, changes } = await plan(inputs, OK, instances);
    const values = { url: URL_SHARED, requests: 30, ...share };
    expect(changes.at(-1)).toMatchObject({ key: 'verification.plan-share', values });
    expect(changeKeys).toHaveLength(2);
    expect(blockers).toEqual([]);
  });

  it('is blocked where too few answers count', async () => {
    const inputs = { 'verify-duration': '30s', 'verify-interval': '1s' };
    const { blockers, changeKeys } = await plan(inputs, OK, 7);
    const values = { url: URL_SHARED, requests: 30, expected: 4 };
    expect(blockers).toMatchObject([{ key: 'verification.plan-few', values }]);
    expect(changeKeys).toHaveLength(1);
  });

  it('computes it from the instances that TEM lists if the application does not count them', async () => {
    const { changes } = await plan({}, OK, 3, (world) => {
      const silent = { CurrentInstances: null, RunningInstances: null, InstanceCount: null };
      changeResult(world, undefined, () => silent);
    });
    expect(changes.at(-1)).toMatchObject({ values: { expected: 10, percent: 33 } });
  });

  it.each([
    ['MANUAL', 'at the first batch', ['verification.plan-answer', 'verification.plan-share']],
    ['AUTO', 'never, because it does not pause', ['verification.plan-answer']],
  ])('computes it for %s %s', async (strategy, _, keys) => {
    const inputs = { 'deploy-strategy': strategy, 'beta-batch-num': '', 'total-batch-count': '3' };
    expect((await plan(inputs)).changeKeys).toEqual(keys);
  });

  it('does not compute it for a URL of instances', async () => {
    const { changeKeys } = await plan({ 'verify-url': `${URL_INSTANCE}\n${URL_SHARED}` });
    expect(changeKeys.filter((key) => key === 'verification.plan-share')).toHaveLength(1);
  });

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
