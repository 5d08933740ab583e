import { expect, it } from '@jest/globals';
import { runSteps } from '../../bench/scale/steps.ts';

it('brings 500 steps that begin at once through 20 requests a second an action', async () => {
  const { requests, statuses } = await runSteps(500);
  expect(statuses).toHaveLength(500);
  expect(new Set(statuses)).toEqual(new Set(['succeeded']));
  expect(requests.filter(({ isRefused }) => isRefused).length).toBeGreaterThan(500);
});
