import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise, openRoadWorld } from '../../__tests__/scenarios/road-world.ts';
import { closeWorlds } from '../../__tests__/scenarios/world.ts';
import type { Weather } from '../../__tests__/support/road/weather.ts';
import {
  GUANGZHOU_FROM_THE_US,
  GUANGZHOU_ON_A_GOOD_DAY,
} from '../../__tests__/support/road/weather.ts';
import type { Part } from '../part.ts';
import { rounded, table } from '../table.ts';

const MIB = 2 ** 20;

const WEATHERS: readonly (readonly [name: string, weather: Weather])[] = [
  ['300 ms, 1 % loss', GUANGZHOU_ON_A_GOOD_DAY],
  ['the same, connections cut after 2 to 8 MB', GUANGZHOU_FROM_THE_US],
];

/** Simulates an upload from the US to Guangzhou in compressed time. */
export const road: Part = {
  name: 'road',
  run: async (size) => {
    const mib = size === 'quick' ? 5 : 64;
    const measured = [];
    for (const [name, weather] of WEATHERS)
      measured.push({ name, ...(await upload(mib, weather)) });
    return {
      title: 'A long road: from the US to Guangzhou',
      text: [
        `An upload of ${mib} MiB and a rollout of six instances, on the road of the tests: 1 MB a second for each connection.`,
        table(
          ['', 'seconds', 'times sent', 'connections', 'cut', 'ended as'],
          measured.map((each) => [
            ...[each.name, rounded(each.seconds), rounded(each.timesSent)],
            ...[String(each.connections), String(each.cut), each.status],
          ]),
        ),
      ],
      plots: [],
      data: measured,
    };
  },
};

async function upload(mib: number, weather: Weather) {
  const folder = mkdtempSync(join(tmpdir(), 'road-'));
  writeFileSync(join(folder, 'shop.jar'), noise(mib * MIB));
  const application = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' } as const;
  const world = await openRoadWorld({ application, weather, folder });
  try {
    const { outputs, seconds } = await world.drive(
      { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', 'package-file': 'shop.jar' },
      { hangsAfterMs: 600_000 },
    );
    const { sent, connections, cut } = world.road.traffic;
    const timesSent = sent / (mib * MIB);
    return { status: outputs.status ?? '', seconds, timesSent, connections, cut };
  } finally {
    await world.road.close();
    await closeWorlds();
    rmSync(folder, { recursive: true, force: true });
  }
}
