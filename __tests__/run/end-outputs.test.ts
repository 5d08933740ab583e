import { afterEach, describe, expect, it } from '@jest/globals';
import { UPDATE, closeWorlds, startWorld } from '../operations/world.ts';
import type { Run } from '../operations/world.ts';
import { validate } from '../support/json-schema.ts';

afterEach(closeWorlds);

const UPDATE_CALL = 'RollingUpdateApplicationByVersion';

/** The output `result`, held against its schema. */
function readResult({ outputs }: Run): Record<string, unknown> {
  const result = JSON.parse(outputs.result ?? '') as Record<string, unknown>;
  expect(validate(result)).toEqual([]);
  return result;
}

describe('the outputs at the end of a step', () => {
  it('tell what serves, where, and how the batches went', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'total-batch-count': '2' });
    expect(run.outputs).toMatchObject({
      changed: 'true',
      version: 'v2.4.0',
      'application-name': 'shop-api',
      'console-url': 'https://console.cloud.tencent.com/tem',
      'failed-instances': '[]',
    });
    expect(run.outputs).not.toHaveProperty('blocked');
    expect(run.outputs).not.toHaveProperty('url');
    expect(JSON.parse(run.outputs.instances ?? '')).toHaveLength(2);
    expect(readResult(run)).toMatchObject({
      changed: true,
      target: { 'application-id': 'app-shop0001', region: 'ap-guangzhou' },
      'requested-version': 'v2.4.0',
      instances: [{ healthy: true, version: 'v2.4.0', restarts: 0 }, { healthy: true }],
      batches: [
        { name: '1/2', state: 'finished', phases: [{ state: 'deploying' }] },
        { name: '2/2', state: 'finished' },
      ],
    });
  });

  it('name the instances that failed, also after a rollback', async () => {
    const world = await startWorld({ behaviour: { crash: { status: 'CrashLoopBackOff' } } });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run.outputs).toMatchObject({ status: 'reverted', changed: 'true', version: 'v2.3.9' });
    expect(run.outputs.message).toMatch(/shop-api/);
    const { error, 'failed-instances': failed } = readResult(run);
    expect(error).toMatchObject({ code: 'instances-failing' });
    expect(failed).toEqual(
      expect.arrayContaining([expect.objectContaining({ version: 'v2.4.0', healthy: false })]),
    );
  });

  it.each([
    [
      'was refused',
      { kind: 'api-error', code: 'InvalidParameterValue.VersionLengthLimit' },
      'false',
    ],
    ['has no answer', { kind: 'reset-after' }, 'true'],
  ] as const)('say whether anything was changed if the call %s', async (_, fault, changed) => {
    const world = await startWorld();
    world.simulator.faults.inject({ ...fault, action: UPDATE_CALL, times: 9 });
    const run = await world.run(UPDATE);
    expect(run.outputs).toHaveProperty('changed', changed);
    expect(readResult(run)).toMatchObject({ changed: changed === 'true' });
  });

  it.each([
    ['', {}, 'false'],
    ['that is blocked', { 'package-name': 'shop.jar' }, 'true'],
  ])('have the plan of a dry run %s', async (_, inputs, blocked) => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, ...inputs, 'dry-run': 'true', summary: 'false' });
    expect(run.outputs).toMatchObject({ status: 'planned', changed: 'false', blocked });
    expect(run.outputs.plan?.startsWith(blocked === 'true' ? '## ⛔ ' : '## 📝 ')).toBe(true);
    expect(readResult(run)).toMatchObject({ blocked: blocked === 'true' });
    expect(readResult(run)).not.toHaveProperty('plan');
  });
});
