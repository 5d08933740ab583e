import { afterEach, describe, expect, it } from '@jest/globals';
import { DLC, openDlc } from '../download-world.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import { formatText } from '../../../src/text/format-text.ts';
import { message } from '../../../src/text/message.ts';

afterEach(closeServices);

describe('a result', () => {
  it.each(['timeout', 'error'] as const)('fails on %s, and force makes it anew', async (bad) => {
    const behaviour = { outcomes: [bad, 'success' as const], reason: 'no space left' };
    const world = await openDlc({ behaviour });
    await expect(world.run(DLC)).resolves.toMatchObject({
      ...failure('result-failed'),
      details: [{ label: { key: 'words.message' }, text: 'no space left' }],
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
    expect(byTask.next).toEqual([{ sentence: message('data.generate-again') }]);
    expect(byId.next).toEqual([{ sentence: message('data.generate-again-by-task') }]);
  });

  it('that takes too long is timed out, with the ID to wait on', async () => {
    const world = await openDlc({ behaviour: { formatSeconds: 4_000 } });
    const run = await world.run({ ...DLC, timeout: '1m' });
    expect(run).toMatchObject(failure('result-not-ready', 'timed-out'));
    expect(run.headline).toContain('format');
    const download = run.outputs['download-id'] ?? '?';
    expect(run.next).toEqual([{ sentence: message('data.keep-waiting', { download }) }]);
  });

  it.each(['first', 'second'] as const)(
    'is waited for past a refusal of the %s read',
    async (nth) => {
      const world = await openDlc();
      const code = 'FailedOperation';
      const action = 'DescribeResultDownload';
      world.simulator.faults.inject({ kind: 'api-error', action, code, occurrence: nth });
      await expect(world.run(DLC)).resolves.toMatchObject(success());
    },
  );

  it('may show its path late', async () => {
    const world = await openDlc();
    hidePathUntil(world, 20);
    const run = await world.run(DLC);
    expect(run).toMatchObject(success());
    expect(run.outputs['download-uri']).toMatch(/^cosn:/);
  });

  it('has no path where none shows for half a minute', async () => {
    const world = await openDlc();
    hidePathUntil(world, Infinity);
    await expect(world.run(DLC)).resolves.toMatchObject(failure('result-path-unsupported'));
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(30);
    expect(world.clock.seconds()).toBeLessThan(90);
  });

  it('whose status was never told is timed out, and that is said', async () => {
    const world = await openDlc();
    const fault = { kind: 'http-502-html', action: 'DescribeResultDownload', times: 1000 } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ ...DLC, timeout: '1m' });
    expect(run).toMatchObject(failure('result-not-ready', 'timed-out'));
    expect(run.headline).not.toMatch(/:\s*$/);
    expect(run.details.map(({ text }) => formatText(text, 'en-US'))).toEqual([
      expect.stringContaining('502'),
    ]);
  });

  it.each([
    [{ kind: 'http-502-html' }, 'ambiguous-response'],
    [{ kind: 'api-error', code: 'InternalError' }, 'InternalError'],
    [{ kind: 'api-error', code: 'InvalidParameter.TaskNotFound' }, 'InvalidParameter.TaskNotFound'],
  ] as const)(
    'of an earlier step is not waited for where nothing is answered: %j',
    async (fault, code) => {
      const world = await openDlc();
      world.simulator.faults.inject({ ...fault, action: 'DescribeResultDownload', times: 1000 });
      const byId = { operation: DLC.operation, 'download-id': 'download-1', timeout: '30m' };
      await expect(world.run(byId)).resolves.toMatchObject(failure(code));
      expect(world.clock.seconds()).toBeLessThan(300);
    },
  );
});

/** Lets DLC report success without a path until this second. */
function hidePathUntil(world: ServiceWorld, second: number): void {
  world.intercept((action, answer) =>
    action === 'DescribeResultDownload' && world.clock.seconds() < second
      ? { ...answer, Path: null }
      : undefined,
  );
}
