import { afterEach, describe, expect, it } from '@jest/globals';
import { serveApplication } from '../../simulator/index.ts';
import type { Manners, ServedApplication } from '../../simulator/index.ts';
import { closeWorlds, openWorld } from './world.ts';
import type { RunMore, TimedRun, World } from './world.ts';

const NEW = 'v2.4.0';
const BETA = {
  operation: 'tem-rolling-update',
  'deploy-version': NEW,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '2',
  'total-batch-count': '2',
  'on-waiting': 'verify',
};
const AUTO = { operation: 'tem-rolling-update', 'deploy-version': NEW, 'deploy-strategy': 'AUTO' };
const RESUMED = 'ResumeDeployApplication → ok';
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';
const REVERTED = 'RevertDeployApplication → ok';

interface Stage {
  stage: string;
  verdict: string;
  reason?: string;
  targets: { url: string; requests: number; counted: number; failures: number }[];
}

interface Verified {
  world: World;
  served: ServedApplication;
  run: (inputs: Record<string, string>, more?: RunMore) => Promise<TimedRun & { stages: Stage[] }>;
}

const opened: ServedApplication[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((served) => served.close()));
  await closeWorlds();
});

/** A world whose application answers; the old version always well. */
async function openServed(manners: Manners = {}): Promise<Verified> {
  const world = await openWorld({ behaviour: { loopbackIps: true } });
  const served = await serveApplication(world.application, world.time, { [NEW]: manners });
  opened.push(served);
  return {
    world,
    served,
    run: async (inputs, more = {}) => {
      const run = await world.run(
        { 'verify-url': `${served.url}/health`, 'verify-body': NEW, timeout: '2h', ...inputs },
        { ...more, isHeld: () => served.isHolding() || more.isHeld?.() === true },
      );
      const stages = JSON.parse(run.outputs.verification ?? '[]') as Stage[];
      return { ...run, stages };
    },
  };
}

function codeOf(run: TimedRun): unknown {
  return (JSON.parse(run.outputs.result ?? '{}') as { error?: { code: string } }).error?.code;
}

describe('A verified rollout', () => {
  it('resumes the batch that is good, and verifies the whole in the end', async () => {
    const { run, served, world } = await openServed();
    const verified = await run(BETA);
    expect(verified).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verified.stages).toMatchObject([
      { stage: 'beta', verdict: 'passed' },
      { stage: 'final', verdict: 'passed' },
    ]);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED]);
    // Fresh connections reach old and new instances; only the new ones count.
    const [beta] = verified.stages[0]?.targets ?? [];
    expect(beta).toMatchObject({ failures: 0 });
    expect(beta?.requests).toBeGreaterThan((beta?.counted ?? 0) * 2);
    expect(new Set(served.requests.map(({ deployVersion }) => deployVersion)).size).toBe(2);
  });

  it('rolls back a batch that is bad at once, as soon as that is certain', async () => {
    const { run, world } = await openServed({ rhythm: [['bad', 1]] });
    const verified = await run({ ...BETA, 'on-failure': 'revert' });
    expect(verified).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(codeOf(verified)).toBe('verification-failed');
    expect(verified.stages).toMatchObject([
      { stage: 'beta', verdict: 'failed', reason: 'success-rate' },
    ]);
    expect(verified.stages[0]?.targets[0]?.requests).toBeLessThan(60);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
    expect(world.application.deployVersion).toBe('v2.3.9');
  });

  it('keeps a batch that is bad with on-failure: keep', async () => {
    const { run, world } = await openServed({ rhythm: [['bad', 1]] });
    const verified = await run(BETA);
    expect(verified.outputs.status).toBe('failed');
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('finds a failure that comes late', async () => {
    const { run, world } = await openServed({
      rhythm: [
        ['good', 6],
        ['bad', 60],
      ],
    });
    const verified = await run({ ...BETA, 'on-failure': 'revert' });
    expect(verified.outputs.status).toBe('reverted');
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('rolls a finished rollout back by deploying the previous version again', async () => {
    const { run, served, world } = await openServed({ body: 'something else' });
    const verified = await run({ ...AUTO, 'on-failure': 'revert' });
    expect(verified).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(verified.stages).toMatchObject([{ stage: 'final', verdict: 'failed' }]);
    expect(world.changes()).toEqual([TRIGGERED, TRIGGERED]);
    expect(world.application.deployVersion).toBe('v2.3.9');
    expect(served.requests.length).toBeLessThan(60);
  });

  it('fails if the answers are slow', async () => {
    const { run } = await openServed({ latencySeconds: 0.9 });
    const verified = await run({ ...BETA, 'verify-latency': '500ms' });
    expect(verified.stages).toMatchObject([{ verdict: 'failed', reason: 'latency' }]);
  });

  it('fails if answers take longer than the timeout of a request', async () => {
    const { run } = await openServed({ latencySeconds: 30 });
    const verified = await run(BETA);
    expect(verified.stages).toMatchObject([
      { verdict: 'failed', reason: 'success-rate', targets: [{ 'last-failure': 'TIMEOUT' }] },
    ]);
  });

  it.each([
    [0.1, 'succeeded'],
    [0.5, 'failed'],
  ])('around the threshold: %d of the answers of the new version fail', async (part, status) => {
    const bad = Math.round(part * 20);
    const { run } = await openServed({
      rhythm: [
        ['good', 20 - bad],
        ['bad', bad],
      ],
    });
    const verified = await run({
      ...BETA,
      'verify-success-rate': '80',
      'verify-duration': '5m',
    });
    expect(verified.outputs.status).toBe(status);
  });

  it('is not proven by too few answers', async () => {
    const { run, world } = await openServed();
    const verified = await run({
      ...BETA,
      'beta-batch-num': '1',
      'verify-duration': '6s',
      'on-failure': 'revert',
    });
    expect(codeOf(verified)).toBe('verification-no-evidence');
    expect(verified.stages).toMatchObject([{ verdict: 'failed', reason: 'no-evidence' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('fails if nothing answers', async () => {
    const { run } = await openServed();
    const verified = await run({ ...BETA, 'verify-url': 'http://127.0.0.1:1/health' });
    expect(verified.stages).toMatchObject([
      { verdict: 'failed', targets: [{ 'last-failure': 'ECONNREFUSED' }] },
    ]);
  });

  it('asks each new instance by its address, with the headers', async () => {
    const { run, served } = await openServed();
    const verified = await run({
      ...BETA,
      'verify-url': `${served.instanceUrl}/health`,
      'verify-headers': 'X-Token: a-secret-token-1234',
    });
    expect(verified.outputs.status).toBe('succeeded');
    expect(verified.stages[0]?.targets).toHaveLength(2);
    expect(verified.stages[1]?.targets).toHaveLength(6);
    expect(served.requests.every(({ deployVersion }) => deployVersion === NEW)).toBe(true);
    expect(served.requests[0]?.headers['x-token']).toBe('a-secret-token-1234');
    const texts = [verified.summary, JSON.stringify(verified.outputs)].join('\n');
    expect(texts).not.toContain('a-secret-token');
  });

  it('goes on if an instance is replaced meanwhile', async () => {
    const { run, served, world } = await openServed();
    world.time.after(90, () => {
      const pod = world.application.pods().find(({ deployVersion }) => deployVersion === NEW);
      if (pod) world.application.replace(pod.podId);
    });
    const verified = await run({
      ...BETA,
      'verify-url': `${served.instanceUrl}/health`,
      'verify-duration': '4m',
    });
    expect(verified.outputs.status).toBe('succeeded');
  });

  it('fails at once if a new instance crashes under the load', async () => {
    const { run, world } = await openServed({ crashAfter: 5 });
    const verified = await run({ ...BETA, 'on-failure': 'revert', 'verify-success-rate': '50' });
    expect(verified.outputs.status).toBe('reverted');
    expect(JSON.parse(verified.outputs['failed-instances'] ?? '[]')).not.toEqual([]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('ends within five seconds of a cancel', async () => {
    const { run, world } = await openServed();
    const verified = await run(
      { ...BETA, 'verify-duration': '30m' },
      { signals: [{ signal: 'SIGTERM', after: 200 }] },
    );
    expect(verified.outputs.status).toBe('cancelled');
    expect(verified.seconds).toBeLessThan(205);
    expect(verified.stages).toMatchObject([{ stage: 'beta', verdict: 'stopped' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('ends with the timeout', async () => {
    const { run, world } = await openServed();
    const verified = await run({ ...BETA, 'verify-duration': '4m', timeout: '8m' });
    expect(verified.outputs.status).toBe('timed-out');
    expect(verified.stages).toMatchObject([{ verdict: 'passed' }, { verdict: 'stopped' }]);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED]);
  });

  it.each(['reset', 'garbage', 'endless-headers', 'gzip-bomb'] as const)(
    'fails with a hostile answer: %s',
    async (hostile) => {
      const { run } = await openServed({ hostile });
      const verified = await run(BETA);
      expect(verified.stages).toMatchObject([{ stage: 'beta', verdict: 'failed' }]);
    },
  );

  it('sends one request for the plan', async () => {
    const { run, served, world } = await openServed();
    const planned = await run({ ...BETA, 'dry-run': 'true' });
    expect(planned).toMatchObject({
      exitCode: 0,
      outputs: { status: 'planned', blocked: 'false' },
    });
    expect(served.requests).toHaveLength(1);
    expect(world.changes()).toEqual([]);
  });
});
