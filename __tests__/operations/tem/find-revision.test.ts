import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import { INFO, TRIGGER } from './tem-actions.ts';

const UNSEEN = { emptyRevision: true, visibleAfterSeconds: 3600 };
const LATE = { emptyRevision: true, visibleAfterSeconds: 8 };

afterEach(closeWorlds);

describe('an empty revision ID', () => {
  it('is no failure: the revision is found by reading', async () => {
    const world = await startWorld({ behaviour: LATE });
    const before = world.application.revisionId;
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(run.outputs['revision-id']).not.toBe(before);
  });

  it('is found before a step with wait: false leaves, and suggested', async () => {
    const world = await startWorld({ behaviour: LATE });
    const { revisionId } = world.application;
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(world.application.revisionId).not.toBe(revisionId);
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(run.summary).toContain(`revision-id: ${world.application.revisionId}`);
    expect(run.seconds).toBeLessThanOrEqual(12);
  });

  it('that never shows does not keep a step with wait: false', async () => {
    const world = await startWorld({ behaviour: UNSEEN });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(run.summary).toContain('operation: tem-wait');
    expect(run.summary).not.toContain('revision-id:');
    expect(run.seconds).toBeLessThanOrEqual(33);
  });
});

describe('a revision ID that the trigger gave', () => {
  it('is not read once more with wait: false', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'started', 'revision-id': world.application.revisionId },
    });
    expect(run.calls.at(-1)).toBe(TRIGGER);
    expect(run.summary).toContain(`revision-id: ${world.application.revisionId}`);
  });
});

describe('a revision that cannot be read after the trigger', () => {
  it('is started all the same with wait: false', async () => {
    const world = await startWorld({ behaviour: { emptyRevision: true } });
    world.intercept((action) =>
      action === INFO && world.simulator.calls.some((call) => call.action === TRIGGER)
        ? { Error: { Code: 'UnauthorizedOperation', Message: 'no' }, RequestId: 'r-1' }
        : undefined,
    );
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [{ kind: 'warning', message: 'no' }],
      outputs: { status: 'started' },
    });
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(run.summary).toContain('operation: tem-wait');
  });
});
