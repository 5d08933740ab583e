import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AUTO,
  BETA,
  closeServedWorlds,
  NEW,
  openServed,
  RESUMED,
  REVERTED,
  TRIGGERED,
} from './served-world.ts';

afterEach(closeServedWorlds);

describe('A verification', () => {
  it('resumes the batch that is good, and verifies the whole in the end', async () => {
    const { run, served, world } = await openServed({}, { inProcess: false });
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
    expect(verified.code).toBe('verification-failed');
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
    expect(verified.code).toBe('verification-no-evidence');
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
});
