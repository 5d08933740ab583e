import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { outcome } from './support/client.ts';

const read = {
  action: 'DescribeApplicationInfo',
  parameters: { ApplicationId: 'app-shop0001' },
};

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: manualClock() });
});

afterAll(async () => {
  await simulator.close();
});

const faults = (method: string, body?: string): Promise<Response> =>
  fetch(`${simulator.url}/simulator/faults`, { method, ...(body !== undefined && { body }) });

describe('the control', () => {
  it('injects and clears faults', async () => {
    const fault = JSON.stringify({ kind: 'rate-limit', occurrence: 'every' });
    expect((await faults('POST', fault)).status).toBe(200);
    await expect(outcome(simulator, read)).resolves.toBe('RequestLimitExceeded');
    expect((await faults('DELETE')).status).toBe(200);
    await expect(outcome(simulator, read)).resolves.toBe('ok');
  });

  it.each(['', '[]', '{}', '{"kind":"earthquake"}'])('refuses the fault %s', async (body) => {
    const response = await faults('POST', body);
    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toHaveProperty('error');
  });

  it('shows the calls', async () => {
    await outcome(simulator, read);
    const response = await fetch(`${simulator.url}/simulator/calls`);
    await expect(response.json()).resolves.toStrictEqual(simulator.calls);
  });

  it('shows the applications', async () => {
    const response = await fetch(`${simulator.url}/simulator/tem/applications`);
    await expect(response.json()).resolves.toMatchObject([
      { applicationId: 'app-shop0001', deployVersion: 'v2.3.9', isDeploying: false },
    ]);
  });

  it('says what it knows', async () => {
    const response = await fetch(`${simulator.url}/simulator/weather`);
    expect(response.status).toBe(404);
    await expect(response.json()).resolves.toMatchObject({
      error: expect.stringContaining('GET /simulator/calls'),
    });
  });

  it('is not among the calls', () => {
    expect(simulator.calls.every((call) => call.action === read.action)).toBe(true);
  });
});

describe('the port', () => {
  it('can be taken', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the world', () => {
  it('throws where an application does not exist', () => {
    expect(() => simulator.tem.application('app-none')).toThrow('app-none');
  });
});
