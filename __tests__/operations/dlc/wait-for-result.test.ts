import { afterEach, describe, expect, it } from '@jest/globals';
import { DLC, openDlc } from '../download-world.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

describe('a result', () => {
  it.each(['timeout', 'error'] as const)('fails on %s, and force makes it anew', async (bad) => {
    const behaviour = { outcomes: [bad, 'success' as const], reason: 'no space left' };
    const world = await openDlc({ behaviour });
    await expect(world.run(DLC)).resolves.toMatchObject({
      ...failure('result-failed'),
      details: [{ label: expect.any(String), text: 'no space left' }],
    });
    await expect(world.run({ ...DLC, force: 'true' })).resolves.toMatchObject(success());
  });

  it('that failed may have no reason, and is made again by its task, not by its ID', async () => {
    const world = await openDlc({ behaviour: { outcomes: ['error'], reason: '' } });
    const byTask = await world.run(DLC);
    const id = byTask.outputs['download-id'] ?? '';
    const byId = await world.run({ operation: DLC.operation, 'download-id': id });
    for (const run of [byTask, byId]) {
      expect(run).toMatchObject({ ...failure('result-failed'), details: [] });
    }
    expect(byTask.next[0]?.sentence).not.toContain('task-id');
    expect(byId.next[0]?.sentence).toContain('task-id');
  });

  it('that takes too long is timed out, with the ID to wait on', async () => {
    const world = await openDlc({ behaviour: { formatSeconds: 4_000 } });
    const run = await world.run({ ...DLC, timeout: '1m' });
    expect(run).toMatchObject(failure('result-not-ready', 'timed-out'));
    expect(run.headline).toContain('format');
    expect(run.next[0]?.sentence).toContain(run.outputs['download-id']);
  });
});
