import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { openWorld } from '../support/tem-world.ts';
import { closeServed, NEW, OLD, openServing, request } from './serving.ts';

const agents: Agent[] = [];

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return agent;
}

afterEach(async () => {
  agents.splice(0).forEach((agent) => {
    agent.destroy();
  });
  await closeServed();
});

function count(values: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const value of values) sums[value] = (sums[value] ?? 0) + 1;
  return sums;
}

describe('The load balancer', () => {
  it('spreads connections over the healthy instances of both versions', async () => {
    const { bodies, served, startBeta } = await openServing();
    expect(count(await bodies(8))).toEqual({ [OLD]: 8 });
    startBeta();
    expect(count(await bodies(8))).toEqual({ [OLD]: 4, [NEW]: 4 });
    const asked = count(served.requests.slice(8).map(({ podId }) => podId));
    expect(Object.values(asked)).toEqual([2, 2, 2, 2]);
  });

  it('chooses by chance with the same seed in the same way', async () => {
    const runs: string[][] = [];
    for (const seed of [1, 1, 2]) {
      const { bodies, startBeta } = await openServing({}, { balance: 'random', seed });
      startBeta();
      runs.push(await bodies(40));
    }
    const [first, again, other] = runs;
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    // 20 of 40 are expected; outside of 10 to 30 is less likely than one in a thousand.
    for (const sums of runs.map(count)) {
      expect(sums[NEW]).toBeGreaterThan(10);
      expect(sums[NEW]).toBeLessThan(30);
    }
  });

  it('leaves a connection with the instance that it chose for it', async () => {
    const { served, startBeta } = await openServing();
    startBeta();
    const agent = keepAlive();
    for (let index = 0; index < 6; index++) await request(served.url, agent);
    expect(new Set(served.requests.map(({ podId }) => podId)).size).toBe(1);
  });

  it('lets an instance that leaves answer, and close its connections', async () => {
    const { application, bodies, clock, served, startBeta } = await openServing();
    startBeta();
    let agent = keepAlive();
    while ((await request(served.url, agent)).body !== NEW) agent = keepAlive();
    const kept = served.requests.at(-1)?.podId;
    application.revert();
    clock.advance(60);
    expect(application.pods().map(({ podId }) => podId)).not.toContain(kept);
    const last = await request(served.url, agent);
    expect(last).toMatchObject({ status: 200, body: NEW, connection: 'close' });
    expect(count(await bodies(4))).toEqual({ [OLD]: 4 });
  });

  it('sends nothing to an instance that starts', async () => {
    const { application, bodies, clock } = await openServing();
    application.startRollout({ DeployVersion: NEW });
    clock.advance(5);
    expect(count(await bodies(4))).toEqual({ [OLD]: 4 });
  });
});

describe('An instance', () => {
  it('is reached by its own address', async () => {
    const { newPodIds, served, startBeta, urlOf } = await openServing();
    startBeta();
    const podIds = newPodIds();
    expect(podIds).toHaveLength(2);
    for (const podId of podIds) {
      expect(await request(`${urlOf(podId)}/health?deep=1`)).toMatchObject({ body: NEW });
      expect(served.requests.at(-1)).toMatchObject({ podId, path: '/health?deep=1' });
    }
    expect(new Set(podIds.map(urlOf)).size).toBe(2);
  });

  it('that crashes under its load is in CrashLoopBackOff wherever TEM shows it', async () => {
    const serving = await openServing({ [NEW]: { crashAfter: 3 } });
    const { newPodIds, served, startBeta, urlOf } = serving;
    startBeta();
    const [podId = '', other] = newPodIds();
    const url = urlOf(podId);
    for (let index = 0; index < 3; index++) await request(url);
    await expect(request(url)).rejects.toThrow();
    const isShown = ({ PodId, Status }: { PodId: string; Status: string }): boolean =>
      PodId === podId && Status === 'CrashLoopBackOff';
    expect(serving.pods().PodList.some(isShown)).toBe(true);
    const inBatches = serving.batches().flatMap(({ NewPods }) => NewPods);
    expect(inBatches.some(isShown)).toBe(true);
    expect(serving.info()).toMatchObject({ Status: 'abnormal', CurrentInstances: 3 });
    expect(newPodIds()).toEqual([other]);
    for (let index = 0; index < 6; index++) await request(served.url);
    expect(served.requests.filter((each) => each.podId === podId)).toHaveLength(3);
  });

  it('that is replaced goes, and another one of its batch comes', async () => {
    const serving = await openServing();
    const { application, clock, newPodIds, startBeta, urlOf } = serving;
    startBeta();
    const [podId = '', other = ''] = newPodIds();
    const url = urlOf(podId);
    application.replace(podId);
    await expect(request(url)).rejects.toThrow();
    expect(newPodIds()).toEqual([other]);
    clock.advance(60);
    const [first = '', second = ''] = newPodIds();
    expect([first, second]).not.toContain(podId);
    expect(await request(urlOf(first))).toMatchObject({ body: NEW });
    expect(serving.batches()[0]?.NewPods.map(({ PodId }) => PodId)).toEqual([first, second]);
    // The one that came may be replaced as well.
    application.replace(first === other ? second : first);
    clock.advance(60);
    expect(newPodIds()).toHaveLength(2);
    expect(newPodIds()).toContain(other);
  });

  it('has no address of this machine if none is wanted', () => {
    const shown = openWorld().pods().PodList as unknown as { PodIp: string }[];
    expect(shown.map(({ PodIp }) => PodIp.split('.')[0])).toEqual(['10', '10', '10', '10']);
  });
});
