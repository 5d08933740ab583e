import { afterEach, describe, expect, it } from '@jest/globals';
import { AUTO, BETA, closeServedWorlds, NEW, OLD, openServed, verdictsOf } from './served-world.ts';

afterEach(closeServedWorlds);

describe('What a verification measures', () => {
  it('is the error rate of the new version behind a balancer that chooses by chance', async () => {
    const { requestsTo, run } = await openServed(
      { errorRate: 0.3 },
      { balance: 'random', seed: 7 },
    );
    const verified = await run({ ...BETA, 'verify-duration': '5m' });
    expect(verdictsOf(verified)).toEqual(['beta failed']);
    const [target] = verified.stages[0]?.targets ?? [];
    expect(target?.failures).toBeGreaterThan(0);
    expect(target?.counted).toBe(requestsTo(NEW));
    // Of 300 requests about 100 reach the new version; the early decision spares users the most.
    expect(requestsTo(NEW)).toBeLessThan(70);
  });

  it('leaves out what old instances answer', async () => {
    const { requestsTo, run } = await openServed({}, { balance: 'random', seed: 3 });
    const verified = await run({ ...BETA, 'verify-duration': '2m' });
    expect(verdictsOf(verified)).toEqual(['beta passed', 'final passed']);
    const [beta, final] = verified.stages.map(({ targets }) => targets[0]);
    expect((beta?.counted ?? 0) + (final?.counted ?? 0)).toBe(requestsTo(NEW));
    expect((beta?.requests ?? 0) - (beta?.counted ?? 0)).toBe(requestsTo(OLD));
  });

  it('is the latency as it is', async () => {
    const { run } = await openServed({ latencySeconds: 0.1, jitterSeconds: 0.05 });
    const verified = await run({ ...AUTO, 'verify-latency': '200ms' });
    const [target] = verified.stages[0]?.targets ?? [];
    expect(target).toMatchObject({ verdict: 'passed', failures: 0 });
    expect(target?.['p50-ms']).toBeGreaterThanOrEqual(100);
    expect(target?.['p95-ms']).toBeGreaterThan(target?.['p50-ms'] ?? Infinity);
    expect(target?.['p99-ms']).toBeLessThanOrEqual(151);
  });

  it('is a latency that rises late, too', async () => {
    const { run, served, world } = await openServed();
    world.time.after(90, () => {
      served.manners[NEW] = { latencySeconds: 1.5 };
    });
    const verified = await run({ ...BETA, 'verify-latency': '1s', 'verify-duration': '4m' });
    expect(verified.stages).toMatchObject([
      { stage: 'beta', verdict: 'failed', reason: 'latency', targets: [{ failures: 0 }] },
    ]);
    expect(verified.stages[0]?.['duration-seconds']).toBeLessThan(240);
  });

  it('takes a redirect for a success unless verify-status says otherwise', async () => {
    const { run, served, world } = await openServed({ status: 302 });
    expect((await run(AUTO)).outputs.status).toBe('succeeded');
    const next = 'v2.5.0';
    served.manners[next] = { status: 302 };
    const inputs = { 'deploy-version': next, 'verify-body': next, 'verify-status': '200-299' };
    const verified = await run({ ...AUTO, ...inputs });
    expect(verified.stages).toMatchObject([
      { verdict: 'failed', targets: [{ 'last-failure': '302' }] },
    ]);
    expect(world.application.deployVersion).toBe(next);
  });

  it('is told for each URL', async () => {
    const { run, served } = await openServed();
    const urls = [`${served.url}/health`, 'http://127.0.0.1:1/health'];
    const verified = await run({ ...AUTO, 'verify-url': urls.join('\n') });
    expect(verdictsOf(verified)).toEqual(['final failed']);
    expect(verified.stages[0]?.targets).toMatchObject([
      { url: urls[0], failures: 0 },
      { url: urls[1], verdict: 'failed', 'success-rate': 0, 'last-failure': 'ECONNREFUSED' },
    ]);
  });
});
