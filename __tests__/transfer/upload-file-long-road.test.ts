import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { noise } from '../scenarios/road-world.ts';
import type { Weather } from '../support/road/weather.ts';
import { CLEAR, GUANGZHOU_FROM_THE_US, GUANGZHOU_ON_A_GOOD_DAY } from '../support/road/weather.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { sendAlongRoad } from './long-road.ts';

const folder = temporaryFolder();
const MB = 1_000_000;
const MIB = 1_048_576;
const SEEDS = [1, 2];
const THREE_MB = { least: 3 * MB, most: 3 * MB };

const NOISE = noise(16 * MIB);

async function sendWithSeeds(weather: Weather, mib: number, seeds: readonly number[]) {
  const content = NOISE.subarray(0, mib * MIB);
  const path = folder('app.jar');
  await writeFile(path, content);
  const sent = [];
  for (const seed of seeds) sent.push(await sendAlongRoad({ path, content, weather, seed }));
  const times = sent.map(({ timesSent }) => timesSent);
  const cut = sent.reduce((sum, each) => sum + each.cut, 0);
  const isWhole = sent.every(({ isStored, uploads }) => isStored && uploads === 1);
  return {
    cut,
    isWhole,
    most: Math.max(...times),
    mean: times.reduce((a, b) => a + b) / times.length,
  };
}

describe('A package on a line that cuts its connections', () => {
  it.each<[string, Weather, number, readonly number[]]>([
    ['after 3 MB, nearby', { ...CLEAR, cut: THREE_MB }, 16, SEEDS],
    ['after 3 MB, far away', { ...GUANGZHOU_ON_A_GOOD_DAY, cut: THREE_MB }, 16, [1, 2]],
    ['after 1 to 5 MB', { ...GUANGZHOU_ON_A_GOOD_DAY, cut: { least: MB, most: 5 * MB } }, 9, SEEDS],
    ['after 2 to 8 MB', GUANGZHOU_FROM_THE_US, 16, SEEDS],
  ])(
    '%s is sent once and a half at most on average, and never twice',
    async (_, weather, mib, seeds) => {
      const sent = await sendWithSeeds(weather, mib, seeds);
      expect(sent.isWhole).toBe(true);
      expect(sent.cut).toBeGreaterThan(0);
      expect(sent.mean).toBeLessThan(1.5);
      expect(sent.most).toBeLessThan(2);
    },
  );

  it('arrives where it is just longer than what a connection carries', async () => {
    const sent = await sendWithSeeds({ ...CLEAR, cut: THREE_MB }, 3, [1]);
    expect(sent).toMatchObject({ isWhole: true });
    expect(sent.most).toBeLessThan(1.5);
  });
});
