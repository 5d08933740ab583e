import { afterEach, describe, expect, it } from '@jest/globals';
import { ERROR, OK, REFUSED } from '../../support/fake-prober.ts';
import { validate } from '../../support/json-schema.ts';
import { changeResult, closeWorlds, count, events, TARGET } from '../world.ts';
import {
  errorOf,
  startVerifiedWorld,
  stagesOf,
  URL_INSTANCE,
  URL_SHARED,
  verdictsOf,
  VERIFIED,
  VERIFY,
} from './verifying.ts';
import { INFO, RESUME, REVERT, TRIGGER } from './tem-actions.ts';

afterEach(closeWorlds);

describe('a rollout that is verified', () => {
  it('is resumed and succeeds once each stage has passed', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run(VERIFIED);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verdictsOf(run)).toEqual(['beta passed', 'final passed']);
    expect(count(run, RESUME)).toBe(1);
    expect(world.prober.started).toHaveLength(2);
    expect(world.prober.running()).toBe(0);
    expect(validate(JSON.parse(run.outputs.result ?? ''))).toEqual([]);
  });

  it('is not resumed before its window has ended', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run({ ...VERIFIED, 'verify-duration': '2m' });
    const [beta, final] = stagesOf(run);
    const times = world.prober.requests.map(({ at }) => at);
    const resumedAt = world.simulator.calls.find(({ action }) => action === RESUME)?.at ?? 0;
    // 95 % of 40 answers of the new version: 38 successes make it certain at the latest.
    expect(resumedAt - (times[0] ?? 0)).toBeGreaterThan(90_000);
    expect(beta?.targets[0]?.failures).toBe(0);
    expect(final?.verdict).toBe('passed');
  });

  it('has one line that is repeated once a minute while a stage lasts', async () => {
    const world = await startVerifiedWorld(() => OK);
    const inputs = { ...VERIFIED, 'on-waiting': 'resume', 'verify-duration': '5m' };
    const run = await world.run(inputs);
    const times = events(run).flatMap((line) => {
      const [, minutes = '', seconds = ''] = /^(\d+):(\d\d) +final /.exec(line) ?? [];
      return minutes === '' ? [] : [Number(minutes) * 60 + Number(seconds)];
    });
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // After its start come the first answers, and at the end the verdict.
    expect(gaps.slice(1, -1)).toEqual([60, 60, 60, 60]);
    const last = events(run).slice(-times.length);
    expect(last.every((line) => line.includes(' final '))).toBe(true);
  });

  it.each([
    ['a status', ERROR, '500'],
    ['no response', REFUSED, 'ECONNREFUSED'],
    ['a slow answer', { ...OK, latency: 9_000 }, 'TIMEOUT'],
  ])('fails at once with %s', async (_, answer, reason) => {
    const world = await startVerifiedWorld(() => answer);
    const run = await world.run({ ...VERIFIED, 'verify-duration': '5m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toBe('verification-failed');
    expect(stagesOf(run)).toMatchObject([
      {
        stage: 'beta',
        verdict: 'failed',
        reason: 'success-rate',
        targets: [{ 'last-failure': reason }],
      },
    ]);
    expect(run.calls).not.toContain(RESUME);
    expect(run.seconds).toBeLessThan(200);
    expect(world.prober.running()).toBe(0);
  });

  it('fails if the answers of the new version are too slow', async () => {
    const world = await startVerifiedWorld(() => ({ ...OK, latency: 900 }));
    const run = await world.run({ ...VERIFIED, 'verify-latency': '500ms' });
    expect(stagesOf(run)).toMatchObject([{ verdict: 'failed', reason: 'latency' }]);
  });

  it('fails without evidence if the new version never answers', async () => {
    const world = await startVerifiedWorld(() => ({ ...OK, hasText: false }));
    const run = await world.run(VERIFIED);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toBe('verification-no-evidence');
    expect(run.calls).not.toContain(RESUME);
  });

  it('is reverted with on-failure: revert', async () => {
    const world = await startVerifiedWorld(() => ERROR);
    const run = await world.run({ ...VERIFIED, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
    expect(world.application.deployVersion).toBe('v2.3.9');
  });

  it('is replaced by the previous version if it fails when it is complete', async () => {
    const world = await startVerifiedWorld(() => ERROR);
    const inputs = { ...VERIFIED, 'verify-stages': 'final', 'on-waiting': 'resume' };
    const run = await world.run({ ...inputs, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(world.application.deployVersion).toBe('v2.3.9');
    // The previous version does not have the text: it must not be verified.
    expect(verdictsOf(run)).toEqual(['final failed']);
    expect(world.prober.started).toHaveLength(1);
  });

  it('verifies only the complete rollout with on-waiting: resume', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run({ ...VERIFIED, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verdictsOf(run)).toEqual(['final passed']);
  });

  it('stops unverified at a paused batch with on-waiting: stop', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run({ ...VERIFIED, 'on-waiting': 'stop' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(world.prober.started).toEqual([]);
  });

  it('verifies each new instance by its IP address', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run({ ...VERIFIED, 'verify-url': URL_INSTANCE });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(stagesOf(run).map(({ targets }) => targets.length)).toEqual([1, 3]);
    const urls = new Set(world.prober.requests.map(({ url }) => url));
    expect(urls.size).toBe(3);
  });

  it('verifies URLs that differ only in their user on their own', async () => {
    const world = await startVerifiedWorld(() => OK);
    const urls = ['https://a:hunter-1@h/', 'https://b:hunter-2@h/'];
    const run = await world.run({ ...VERIFIED, 'verify-url': urls.join('\n') });
    const [targets] = stagesOf(run).map((stage) => stage.targets);
    expect(targets).toHaveLength(2);
    expect(new Set(targets?.map(({ url }) => url)).size).toBe(2);
    expect(JSON.stringify(run.outputs) + run.summary).not.toContain('hunter');
    expect(new Set(world.prober.requests.map(({ url }) => url))).toEqual(new Set(urls));
  });

  it('fails if one of the new instances does', async () => {
    const world = await startVerifiedWorld(({ podId }) =>
      podId === world.application.pods().at(-1)?.podId ? ERROR : OK,
    );
    const run = await world.run({ ...VERIFIED, 'verify-url': URL_INSTANCE });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
  });

  it.each([
    ['for instances alone', URL_INSTANCE],
    ['for instances beside another one that passes', `${URL_SHARED}\n${URL_INSTANCE}`],
  ])('fails, after a while, if TEM reports no IP address: a URL %s', async (_, urls) => {
    const world = await startVerifiedWorld(() => OK);
    changeResult(world, 'DescribeApplicationPods', (result) => ({
      ...result,
      PodList: (result.PodList as object[]).map((pod) => ({ ...pod, PodIp: '' })),
    }));
    const run = await world.run({ ...VERIFIED, 'verify-url': urls });
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toBe('verification-no-evidence');
  });

  it.each([
    ['for instances alone', URL_INSTANCE],
    ['for instances beside another one that passes', `${URL_SHARED}\n${URL_INSTANCE}`],
  ])('fails, after a while, if no instance is left: a URL %s', async (_, urls) => {
    const world = await startVerifiedWorld(() => OK);
    const isOver = () => world.application.rollouts[0]?.state === 'finished';
    const none = { ExpectedInstances: 0, CurrentInstances: 0 };
    changeResult(world, INFO, () => (isOver() ? none : {}));
    changeResult(world, 'DescribeApplicationPods', () =>
      isOver() ? { PodList: [], TotalCount: 0 } : {},
    );
    const run = await world.run({ ...VERIFIED, 'verify-url': urls, 'on-waiting': 'resume' });
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toBe('verification-no-evidence');
    expect(run.seconds).toBeLessThan(300);
    expect(run.outputs.message).not.toContain('IP');
  });

  it('waits for the successor of its only instance', async () => {
    const world = await startVerifiedWorld(() => OK, { podStartSeconds: 40 });
    let replacedAt = 0;
    world.clock.at(120, () => {
      const pod = world.application.pods().find(({ deployVersion }) => deployVersion === 'v2.4.0');
      if (pod && world.prober.running() > 0) replacedAt = world.clock.seconds();
      if (pod) world.application.replace(pod.podId);
    });
    const inputs = { 'verify-url': URL_INSTANCE, 'verify-duration': '2m' };
    const run = await world.run({ ...VERIFIED, ...inputs });
    expect(replacedAt).toBe(120);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('survives a single check without IP addresses', async () => {
    const world = await startVerifiedWorld(() => OK);
    let isHidden = false;
    world.clock.at(70, () => (isHidden = true));
    changeResult(world, 'DescribeApplicationPods', (result) => {
      if (!isHidden || world.prober.started.length === 0) return {};
      isHidden = false;
      return { PodList: (result.PodList as object[]).map((pod) => ({ ...pod, PodIp: '' })) };
    });
    const run = await world.run({ ...VERIFIED, 'verify-url': URL_INSTANCE });
    expect(isHidden).toBe(false);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});

describe('other operations', () => {
  async function startPaused() {
    const world = await startVerifiedWorld(() => OK);
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 1 } as const;
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...beta });
    world.clock.manual.advance(60);
    return world;
  }

  it('tem-wait verifies the paused batch, and resumes it', async () => {
    const world = await startPaused();
    const run = await world.run({ ...TARGET, ...VERIFY, operation: 'tem-wait' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verdictsOf(run)).toEqual(['beta passed', 'final passed']);
  });

  it('tem-resume resumes the batch that is paused, and verifies what follows', async () => {
    const world = await startPaused();
    const run = await world.run({ ...TARGET, ...VERIFY, operation: 'tem-resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verdictsOf(run)).toEqual(['final passed']);
    expect(count(run, RESUME)).toBe(1);
  });
});
