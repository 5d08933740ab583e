import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_TASK } from '../../../simulator/index.ts';
import { DLC, openDlc, readSaved, ROWS } from '../download-world.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

const ATTACH = { operation: DLC.operation };

describe('dlc-result-download', () => {
  it('makes the result downloadable and downloads it', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, 'download-path': 'result.csv' });
    expect(run).toMatchObject({ ...success(), annotations: [] });
    const [download] = world.simulator.dlc.task(DEMO_TASK.taskId).downloads;
    expect(run.outputs).toMatchObject({
      'download-id': download?.downloadId,
      'download-uri': expect.stringMatching(/^cosn:\/\//),
      'request-id': world.simulator.calls.at(-1)?.requestId,
    });
    expect(run.outputs).not.toHaveProperty('download-url');
    expect(readSaved(world, 'result.csv')).toBe(ROWS);
    const { requests } = world.simulator.cos;
    expect(requests.length).toBeGreaterThan(0);
    const tokens = requests.map(({ headers }) => headers['x-cos-security-token']);
    expect(run.masks).toEqual(expect.arrayContaining(tokens));
    expect(run.lines.filter((line) => / result +success/.test(line))).toHaveLength(1);
  });

  it('gives the place without a download', async () => {
    const world = await openDlc();
    await expect(world.run(DLC)).resolves.toMatchObject(success());
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('starts with wait: false, and a later step attaches to it', async () => {
    const world = await openDlc();
    const first = await world.run({ ...DLC, wait: 'false' });
    const { 'download-id': id = '', 'request-id': requestId } = first.outputs;
    expect(first).toMatchObject(success('started'));
    expect(first.next).toMatchObject([{ inputs: { ...ATTACH, 'download-id': id } }]);
    expect(requestId).toBe(world.simulator.calls[0]?.requestId);
    const second = await world.run({ ...ATTACH, 'download-id': id, 'download-path': 'late.csv' });
    expect(second).toMatchObject(success());
    expect(world.calls('CreateResultDownload')).toEqual(['ok']);
    expect(readSaved(world, 'late.csv')).toBe(ROWS);
    const target = (text: string) => expect.stringMatching(new RegExp(`^▸ Target .*${text}`));
    expect(first.lines).toContainEqual(target(DEMO_TASK.taskId));
    expect(second.lines).toContainEqual(target(id));
  });

  it.each(['http-500', 'reset-after', 'wrong-json'] as const)(
    'is started again after %s: a second download does no harm',
    async (kind) => {
      const world = await openDlc();
      world.simulator.faults.inject({ kind, action: 'CreateResultDownload' });
      await expect(world.run(DLC)).resolves.toMatchObject(success());
      expect(world.calls('CreateResultDownload')).toEqual([kind, 'ok']);
    },
  );

  it('is unknown where no answer ever comes', async () => {
    const world = await openDlc();
    const fault = { kind: 'http-500', action: 'CreateResultDownload', times: 100 } as const;
    world.simulator.faults.inject(fault);
    await expect(world.run(DLC)).resolves.toMatchObject({
      ...failure('export-outcome-unknown'),
      details: [{ label: { key: 'words.why' } }],
      next: [{ sentence: { key: 'data.rerun' } }],
    });
    expect(world.calls('CreateResultDownload')).toHaveLength(4);
  });

  it('is not started again after the timeout', async () => {
    const world = await openDlc();
    const fault = { kind: 'http-500', action: 'CreateResultDownload', times: 100 } as const;
    world.simulator.faults.inject(fault);
    world.beforeCall((action) => {
      if (action === 'CreateResultDownload') world.clock.manual.advance(70);
    });
    const run = await world.run({ ...DLC, timeout: '2m' });
    expect(run).toMatchObject(failure('export-outcome-unknown'));
    expect(world.calls('CreateResultDownload')).toHaveLength(2);
  });

  it('fails at once for a task that is not there', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, 'task-id': 'nothing' });
    expect(run).toMatchObject(failure('InvalidParameter.TaskNotFound'));
    expect(world.simulator.calls).toHaveLength(1);
  });

  it('makes no call for wrong inputs', async () => {
    const world = await openDlc();
    await expect(world.run(ATTACH)).resolves.toMatchObject({ exitCode: 1 });
    expect(world.simulator.calls).toEqual([]);
  });

  it.each([
    [{ 'task-id': 'task-1' }, 'plan.dlc-generate'],
    [{ 'download-id': 'download-1' }, 'plan.dlc-wait'],
  ])('plans one step without asking DLC: %j', async (inputs, key) => {
    const world = await openDlc();
    const run = await world.run({ ...ATTACH, ...inputs, 'dry-run': 'true' });
    expect(run).toMatchObject(success('planned'));
    expect(run.headline).toContain(Object.values(inputs)[0]);
    expect(run.plan).toMatchObject({ changes: [{ key }], blockers: [] });
    expect(world.simulator.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
  });
});
