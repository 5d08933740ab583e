import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ clock: manualClock() });
});

afterEach(async () => {
  await simulator.close();
});

describe('startSimulator', () => {
  it('starts every service with its demo', () => {
    expect(simulator).toMatchObject({
      tem: { applications: [{ applicationId: 'app-shop0001', deployVersion: 'v2.3.9' }] },
      car: { applications: [{ applicationId: 'app-game0001' }] },
      scf: { functions: [{ functionName: 'thumbnails' }] },
      dlc: { tasks: [{ taskId: '20aadca2d4b511ef9ffa525400ba9019' }] },
      sts: { providers: [], roles: [] },
    });
  });

  it('rejects if the port is taken', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each<[string, () => unknown]>([
    ['application', () => simulator.tem.application('none')],
    ['CAR application', () => simulator.car.application('none')],
    ['function', () => simulator.scf.function('none')],
    ['task', () => simulator.dlc.task('none')],
    ['bucket', () => simulator.cos.bucket('none')],
  ])('throws for a lookup of an unknown %s', (_, look) => {
    expect(look).toThrow('none');
  });
});
