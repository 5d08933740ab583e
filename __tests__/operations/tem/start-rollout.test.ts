import { afterEach, describe, expect, it } from '@jest/globals';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';

afterEach(closeWorlds);

describe('a trigger without a clear answer', () => {
  const done = ['reset-after', 'truncated-json', 'empty-body', 'wrong-json', 'api-error-after'];
  const undone = ['refuse', 'reset-before', 'http-500', 'http-502-html', 'api-error'];

  it.each(done)('that began (%s) is followed, and never sent twice', async (kind) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: kind as 'reset-after', action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': world.application.revisionId },
    });
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.lines.join('\n')).toContain('the answer to the trigger is unclear');
  });

  it.each(undone)('that did not begin (%s) fails after half a minute', async (kind) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: kind as 'http-500', action: TRIGGER });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.calls).not.toContain('RevertDeployApplication');
    expect(run.seconds).toBeGreaterThanOrEqual(30);
    expect(run.seconds).toBeLessThanOrEqual(33);
    expect(annotated(run)).toContain('it is not known whether the rolling update was started');
    expect(annotated(run)).toContain(`shows ${world.application.revisionId} · v2.3.9, 30 s later`);
  });

  it('that was certainly not executed is sent again', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'rate-limit', action: TRIGGER, times: 2 });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(3);
    expect(world.application.rollouts).toHaveLength(1);
    expect(run.debug.join('\n')).toContain(`${TRIGGER} failed`);
  });
});

describe('a trigger that TEM refuses', () => {
  it('fails with the code, what the cloud says, what to change and the RequestId', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-version': 'V2' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    const requestId = run.outputs['request-id'] ?? '';
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.annotations).toEqual([
      {
        kind: 'error',
        title: `TEM refused ${TRIGGER}: InvalidParameterValue.VersionLowerCase`,
        message: [
          'The cloud says:  The version must be in lower case.',
          'What to change:  write deploy-version in lower case',
          `RequestId:       ${requestId}`,
        ].join('\n'),
      },
    ]);
  });
});

describe('an empty revision ID', () => {
  it('is no failure: the revision is found by reading', async () => {
    const world = await startWorld({ behaviour: { emptyRevision: true, visibleAfterSeconds: 8 } });
    const before = world.application.revisionId;
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(run.outputs['revision-id']).not.toBe(before);
  });

  it('is found before a step with wait: false leaves', async () => {
    const world = await startWorld({ behaviour: { emptyRevision: true, visibleAfterSeconds: 8 } });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(run.seconds).toBeLessThanOrEqual(12);
  });

  it('that never shows does not keep a step with wait: false', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 3600 };
    const world = await startWorld({ behaviour });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(run.seconds).toBeLessThanOrEqual(33);
  });
});
