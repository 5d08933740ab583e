import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_FUNCTION, DEMO_TASK } from '../../../simulator/index.ts';
import type { FunctionSeed, TaskSeed } from '../../../simulator/index.ts';
import { closeServices, openServices } from '../services.ts';

afterEach(closeServices);

const SCF = { operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName };
const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };

const openScf = (seed: Partial<FunctionSeed>) =>
  openServices({ scf: { functions: [{ ...DEMO_FUNCTION, ...seed }] } });
const openDlc = (seed: Partial<TaskSeed>) =>
  openServices({ dlc: { tasks: [{ ...DEMO_TASK, ...seed }] } });

describe('scf-code-url', () => {
  it.each([
    [{ 'download-path': 'code.zip' }, 1],
    [{}, 0],
  ])('warns that a download cannot be verified without a hash (%j)', async (inputs, warnings) => {
    const world = await openScf({ behaviour: { codeSha256: 'none' } });
    const run = await world.run({ ...SCF, ...inputs });
    expect(run.outputs.status).toBe('succeeded');
    const titles = run.annotations.map(({ title }) => title);
    expect(titles.filter((title) => title === 'Not verified')).toHaveLength(warnings);
  });

  it('asks for another address where the first one ends in the middle of the download', async () => {
    const code = Buffer.alloc(100, 'x');
    const world = await openScf({ code, behaviour: { urlSeconds: 0 } });
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 20, times: 2 });
    const run = await world.run({
      ...SCF,
      'download-path': 'code.zip',
      'mask-download-url': 'true',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(readFileSync(join(world.workspace, 'code.zip'))).toEqual(code);
    expect(world.calls('GetFunctionAddress')).toEqual(['ok', 'ok']);
    expect(run.masks).toContain(run.outputs['download-url']);
    const outcomes = world.simulator.cos.requests.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['cut', 'cut', 'AccessDenied', 'ok']);
  });

  it('asks for no other address where the file is gone', async () => {
    const world = await openScf({});
    world.simulator.cos.faults.inject({ kind: 'api-error', code: 'NoSuchKey', status: 404 });
    const run = await world.run({ ...SCF, 'download-path': 'code.zip' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('the file is not there any more');
    expect(world.calls('GetFunctionAddress')).toEqual(['ok']);
  });

  it('says at the timeout what the cloud said last', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    const run = await world.run({ ...SCF, timeout: '1m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(run.annotations.at(-1)?.message).toContain('The function is deploying.');
  });
});

describe('dlc-result-download', () => {
  it.each(['', null] as const)(
    'is red where DLC gives no keys for the file (%j)',
    async (absent) => {
      const world = await openDlc({ behaviour: { givesKeys: false, absent } });
      const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
      expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
      expect(run.said).toContain('DLC gave no keys for the result');
      expect(run.outputs['download-uri']).toMatch(/^cosn:/);
      expect(world.simulator.cos.requests).toEqual([]);
      expect(existsSync(join(world.workspace, 'a.csv'))).toBe(false);
    },
  );

  it('asks for other keys where the first ones end in the middle of the download', async () => {
    const content = 'x'.repeat(100);
    const world = await openDlc({ content, behaviour: { keySeconds: 1 } });
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 20, times: 2 });
    const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
    expect(run.outputs.status).toBe('succeeded');
    expect(readFileSync(join(world.workspace, 'a.csv'), 'utf8')).toBe(content);
    const tokens = world.simulator.cos.requests.map(({ headers }) =>
      String(headers['x-cos-security-token']),
    );
    expect(new Set(tokens).size).toBe(2);
    expect(run.masks).toEqual(expect.arrayContaining(tokens));
  });

  it('says how to get a result that is gone', async () => {
    const world = await openDlc({});
    world.simulator.cos.faults.inject({ kind: 'api-error', code: 'NoSuchKey', status: 404 });
    const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('COS refused GetObject: NoSuchKey');
    expect(run.said).toContain('run the query again');
  });

  it('starts nothing with download-id, so that it must not leave at once', async () => {
    const world = await openDlc({});
    const inputs = { operation: DLC.operation, 'download-id': 'nothing', wait: 'false' };
    const run = await world.run(inputs);
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain('wait is "false", and download-id is given');
    expect(world.simulator.calls).toEqual([]);
  });
});
