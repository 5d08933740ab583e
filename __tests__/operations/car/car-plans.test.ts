import { afterEach, describe, expect, it } from '@jest/globals';
import type { CarContext } from '../../../src/operations/car/car-context.ts';
import { planCreate } from '../../../src/operations/car/car-plans.ts';
import { createRunRecord } from '../../../src/report/run-record.ts';
import { formatText } from '../../../src/text/format-text.ts';
import type { Text } from '../../../src/text/message.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, success } from '../services.ts';
import type { Versions } from './car-world.ts';
import { application, APPLICATION, CREATE, FULL, IN_USE, left } from './car-world.ts';
import { openCar, publishing, usable } from './car-world.ts';

afterEach(closeServices);

const DRY = { 'dry-run': 'true' };
const DELETE = { 'pending-version': 'delete' };
const DELETE_OLDEST = { 'version-limit': 'delete-oldest' };
const FULL_WITH_LEFTOVER: Versions = [...FULL.slice(0, 4), ...left('Normal').slice(1)];

const inEnglish = (text: Text) => formatText(text, 'en-US');

/** Runs a dry run that must end as planned, and gives its plan. */
async function plan(world: ServiceWorld, inputs: Record<string, string>) {
  const run = await world.run({ ...inputs, ...DRY });
  expect(run).toMatchObject(success('planned'));
  const { plan: { changes = [], blockers = [] } = {} } = run;
  return { run, changes: changes.map(inEnglish), blockers: blockers.map(inEnglish) };
}

/** Texts that contain these words, in order. */
const containing = (...words: string[]) => words.map((word) => expect.stringContaining(word));

describe('the plan of a new version', () => {
  it.each<[string, Versions, Record<string, string>, string[], string[]]>([
    ['nothing in the way', [IN_USE], {}, [], []],
    ['a leftover, kept', left('Normal'), {}, [], ['ver-left']],
    ['a leftover, deleted', left('Normal'), DELETE, ['ver-left'], []],
    ['five, kept', FULL, {}, [], ['5']],
    ['five, the oldest deleted', FULL, DELETE_OLDEST, ['ver-1'], []],
    [
      'five with a leftover, which alone is deleted',
      ...[FULL_WITH_LEFTOVER, { ...DELETE, ...DELETE_OLDEST }, ['ver-left'], []],
    ] as never,
    ['five with a leftover, all kept', FULL_WITH_LEFTOVER, {}, [], ['ver-left']],
  ])('%s', async (_, versions, inputs, deleted, blocking) => {
    const world = await openCar({ versions });
    const { run, changes, blockers } = await plan(world, { ...CREATE, ...inputs });
    expect(changes).toEqual(containing(...deleted, 'game.zip', 'game.zip'));
    expect(blockers).toEqual(containing(...blocking));
    expect(run.annotations).toHaveLength(blocking.length > 0 ? 1 : 0);
    expect(run.outputs['previous-version']).toBe('ver-now');
  });

  it('waits for a version that is being deleted, instead of deleting another', async () => {
    const world = await openCar({ versions: FULL });
    application(world).deleteVersion('ver-2');
    const { changes, blockers } = await plan(world, { ...CREATE, ...DELETE_OLDEST });
    expect(changes).toEqual(containing('ver-2', 'game.zip', 'game.zip'));
    expect(blockers).toEqual([]);
  });

  it.each([
    [{ 'package-file': '', 'application-file-name': 'game.zip' }, 1],
    [{ 'set-online': 'true' }, 3],
  ])('has an upload and a publication only where asked for: %j', async (inputs, steps) => {
    const world = await openCar();
    const { changes } = await plan(world, { ...CREATE, ...inputs });
    expect(changes).toHaveLength(steps);
  });

  it.each([
    ['whose age is unknown', 'Usable', 'car.age-unknown'],
    ['that may not go', 'Frozen', 'car.status-unknown'],
  ])('is blocked by five versions %s', async (_, status, key) => {
    const versions = ['1', '2', '3', '4', '5'].map((id) => ({
      ...{ versionId: `ver-${id}`, name: 'game', status, createTime: '' },
    }));
    const log = { stage: () => undefined, details: () => undefined };
    const car = {
      applicationId: APPLICATION,
      api: { describeApplicationVersion: () => Promise.resolve({ value: versions }) },
      context: { log, onTargetChecked: () => undefined, report: createRunRecord() },
    } as unknown as CarContext;
    const inputs = { pendingVersion: 'fail', versionLimit: 'delete-oldest', setOnline: false };
    const planned = planCreate(car, inputs as never, { file: undefined, fileName: 'game.zip' });
    await expect(planned).resolves.toMatchObject({
      changes: [{ key: 'plan.car-create-version' }],
      blockers: [{ key: 'plan.blocker', values: { problem: { key } } }],
    });
  });
});

describe('the plan of a publication', () => {
  it.each([
    ['ver-old', ['ver-old'], [], 'Usable', 'plan.car-online'],
    ['ver-now', [], [], 'Inuse', 'car.already-in-use'],
    ['ver-none', ['ver-none'], ['ver-none'], undefined, 'plan.car-online'],
  ])('of %s', async (id, steps, blocking, status, key) => {
    const world = await openCar({ versions: [IN_USE, usable('ver-old')] });
    const { run, changes, blockers } = await plan(world, publishing(id));
    expect(changes).toEqual(containing(...steps));
    expect(blockers).toEqual(containing(...blocking));
    expect(run.plan?.headline).toMatchObject({ key, values: { version: id } });
    expect(run.outputs['previous-version']).toBe('ver-now');
    expect(run.outputs['application-version-status']).toBe(status);
  });
});
