import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import { CREATE, IN_USE, ONLINE, openCar, usable } from './car/car-world.ts';
import type { ServiceRun, ServiceWorld } from './services.ts';
import { closeServices, openServices } from './services.ts';

afterEach(closeServices);

const DRY = { 'dry-run': 'true' };
const READS = new Set(['GetCallerIdentity', 'DescribeApplicationVersion', 'GetFunctionAddress']);

/** What a plan says, and that the cloud was only read. */
function planOf({ simulator }: ServiceWorld, run: ServiceRun): string[] {
  expect([run.exitCode, run.outputs.status]).toEqual([0, 'planned']);
  expect(simulator.calls.filter(({ action }) => !READS.has(action))).toEqual([]);
  expect(simulator.cos.requests).toEqual([]);
  return run.lines.flatMap((line) => /^▸ Plan +(.*)/.exec(line)?.[1] ?? []);
}

describe('dry-run of car-create-version', () => {
  it('tells the file, and what would be done with it', async () => {
    const world = await openCar({ versions: [IN_USE] });
    const run = await world.run({ ...CREATE, ...DRY, 'set-online': 'true' });
    expect(planOf(world, run)).toEqual([
      'create a version of game.zip',
      `upload ${world.workspace}/game.zip (8 B), and wait until it is ready`,
      'publish it',
    ]);
    expect(run.annotations).toEqual([]);
    expect(run.outputs['previous-version']).toBe('ver-now');
  });

  const leftover = { applicationVersionId: 'ver-left', status: 'Normal' } as const;
  const full = [IN_USE, usable('ver-1'), usable('ver-2'), usable('ver-3'), usable('ver-4')];

  it.each([
    ['pending-version', 'fail', [IN_USE, leftover], [], 'ver-left'],
    ['pending-version', 'delete', [IN_USE, leftover], ['delete ver-left'], ''],
    ['version-limit', 'fail', full, [], 'holds 5 versions'],
    ['version-limit', 'delete-oldest', full, ['delete ver-1'], ''],
  ])('%s: %s shows', async (input, value, versions, would, blocker) => {
    const world = await openCar({ versions });
    const run = await world.run({ ...CREATE, ...DRY, [input]: value });
    const plan = planOf(world, run);
    would.forEach((line, index) => {
      expect(plan[index]).toContain(line);
    });
    expect(plan).toHaveLength(would.length + 2);
    expect(run.annotations).toHaveLength(blocker ? 1 : 0);
    expect(run.said).toContain(blocker);
  });

  it('is red where the file is not there', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...DRY, 'package-file': 'nothing.zip' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('matches no file');
  });
});

describe('dry-run of car-set-online', () => {
  it.each([
    ['ver-old', ['wait until ver-old is ready, and publish it'], ''],
    ['ver-now', [], ''],
    ['ver-none', ['wait until ver-none is ready, and publish it'], 'has no version ver-none'],
  ])('%s', async (id, would, blocker) => {
    const world = await openCar({ versions: [IN_USE, usable('ver-old')] });
    const run = await world.run({ ...ONLINE, ...DRY, 'application-version-id': id });
    expect(planOf(world, run)).toEqual(would);
    expect(run.said.includes('The plan is blocked')).toBe(blocker !== '');
    expect(run.said).toContain(blocker);
  });
});

it('dry-run of scf-code-url gives no address away', async () => {
  const world = await openServices();
  const { functionName } = DEMO_FUNCTION;
  const run = await world.run({
    operation: 'scf-code-url',
    'function-name': functionName,
    'download-path': 'code.zip',
    ...DRY,
  });
  expect(planOf(world, run)).toEqual([
    expect.stringMatching(/^give its download URL, SHA-256 [\da-f]{64}$/),
  ]);
  expect(run.outputs).not.toHaveProperty('download-url');
});

it.each([
  [{ 'task-id': DEMO_TASK.taskId }, 'make a CSV file of it, and wait'],
  [{ 'download-id': 'download-1' }, 'wait for the download download-1'],
])('dry-run of dlc-result-download with %j', async (inputs, would) => {
  const world = await openServices();
  const run = await world.run({ operation: 'dlc-result-download', ...inputs, ...DRY });
  expect(planOf(world, run)).toEqual([would]);
});
