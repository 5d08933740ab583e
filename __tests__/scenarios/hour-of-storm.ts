// An upload and a rollout through an hour of the worst weather, in compressed time:
// npm run test:road -- [--hours 3] [--seed 7] [--verbose]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { storm } from '../support/road/weather.ts';
import type { RoadWorld } from './road-world.ts';
import { noise, openRoadWorld, sha256Of } from './road-world.ts';
import type { TimedRun } from './world.ts';
import { closeWorlds } from './world.ts';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});

const SIZE = 16 * 1024 * 1024;
const TRIGGER = 'RollingUpdateApplicationByVersion';
const INPUTS = {
  ...{ operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', 'package-file': 'shop.jar' },
  ...{ 'total-batch-count': '6', timeout: '3h' },
};
const APPLICATION = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar', instances: 6 } as const;
/** Six batches of one instance each: the rollout alone takes an hour. */
const BEHAVIOUR = { podStartSeconds: 600 };
const HOUR_SECONDS = 3600;

for (let hour = 0; hour < Number(values.hours); hour += 1)
  await spendHour(Number(values.seed) + hour);

async function spendHour(seed: number): Promise<void> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const bytes = noise(SIZE);
  writeFileSync(join(folder, 'shop.jar'), bytes);
  const world = await openRoadWorld({
    ...{ application: APPLICATION, behaviour: BEHAVIOUR },
    ...{ weather: storm(seed), folder, seed },
  });
  try {
    const ended = await world.drive(INPUTS, { hangsAfterMs: 300_000 });
    const problems = judge(world, ended, sha256Of(bytes));
    if (values.verbose || problems.length > 0) console.log(`${ended.stdout}\n${ended.stderr}`);
    if (problems.length > 0) process.exitCode = 1;
    const { traffic } = world.road;
    const report = [
      `seed ${seed}: ${problems.length > 0 ? problems.join('; ') : 'the right result'}`,
      `${Math.round(ended.seconds / 60)} min of weather in ${Math.round((performance.now() - startedAt) / 1000)} s`,
      `${traffic.connections} connections, ${traffic.cut} cut, ${traffic.forgotten} forgotten, ${traffic.refused} refused`,
      `${(traffic.sent / SIZE).toFixed(2)} times the package sent`,
    ];
    console.log(report.join(' · '));
  } finally {
    await world.road.close();
    await closeWorlds();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is not as it has to be. */
function judge(world: RoadWorld, ended: TimedRun, sha256: string): string[] {
  const { simulator, application } = world;
  const { status, 'package-name': key = '' } = ended.outputs;
  const stored = simulator.cos.buckets.map((bucket) => bucket.object(key)).find(Boolean);
  const problems = [
    [ended.exitCode === 0 && status === 'succeeded', `the step ended as ${String(status)}`],
    [stored?.sha256 === sha256, 'COS does not have the package'],
    [world.callsOf(TRIGGER).filter(isExecuted).length === 1, 'not one rollout was started'],
    [application.rollouts.length === 1, `${application.rollouts.length} rollouts`],
    [application.deployVersion === 'v2.4.0', `${application.deployVersion} runs`],
    [simulator.cos.uploads.length === 0, 'an unfinished upload was left'],
    [ended.seconds >= HOUR_SECONDS, 'it did not take an hour'],
  ] as const;
  return problems.filter(([isRight]) => !isRight).map(([, problem]) => problem);
}

function isExecuted({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'ok';
}
