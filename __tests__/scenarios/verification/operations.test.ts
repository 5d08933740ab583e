import { afterEach, describe, expect, it } from '@jest/globals';
import {
  BETA,
  closeServedWorlds,
  openServed,
  RESUMED,
  TRIGGERED,
  verdictsOf,
} from './served-world.ts';

afterEach(closeServedWorlds);

describe('tem-wait', () => {
  it('verifies and resumes a batch of a rollout that was started before', async () => {
    const { run, world } = await openServed();
    const started = await run({ ...BETA, 'on-waiting': 'stop' });
    expect(started.outputs.status).toBe('waiting');
    const waited = await run({ operation: 'tem-wait', 'on-waiting': 'verify' });
    expect(waited.outputs.status).toBe('succeeded');
    expect(verdictsOf(waited)).toEqual(['beta passed', 'final passed']);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED]);
  });
});

describe('tem-resume', () => {
  it('verifies what comes after the batch that it resumes', async () => {
    const { run, world } = await openServed();
    const started = await run({ ...BETA, 'on-waiting': 'stop' });
    expect(started.outputs.status).toBe('waiting');
    const resumed = await run({ operation: 'tem-resume', 'on-waiting': 'verify' });
    expect(resumed.outputs.status).toBe('succeeded');
    expect(verdictsOf(resumed)).toEqual(['final passed']);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED]);
  });
});

describe('A plan', () => {
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

  it('sends one to each URL, and to one instance', async () => {
    const { run, served } = await openServed();
    const urls = [`${served.url}/a`, `${served.url}/b`, `${served.instanceUrl}/c`];
    const planned = await run({ ...BETA, 'dry-run': 'true', 'verify-url': urls.join('\n') });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
    expect(served.requests.map(({ path }) => path).sort()).toEqual(['/a', '/b', '/c']);
  });
});
