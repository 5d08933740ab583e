import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { beginUpload, BUCKET, cosOutcome } from './support/cos.ts';

let simulator: Simulator;

beforeAll(async () => {
  const cos = { buckets: [{ name: BUCKET, objects: { object: 'x' } }] };
  simulator = await startSimulator({ clock: manualClock(), cos });
});

afterAll(async () => {
  await simulator.close();
});

const control = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${simulator.url}/simulator/${path}`, init);
const look = async (path: string): Promise<unknown> => (await control(path)).json();

describe('the control', () => {
  it.each([
    [
      'car/applications',
      [{ applicationId: 'app-game0001', versions: [{ status: 'Usable' }, { status: 'Inuse' }] }],
    ],
    ['scf/functions', [{ functionName: 'thumbnails', isDeploying: false }]],
    ['dlc/tasks', [{ taskId: '20aadca2d4b511ef9ffa525400ba9019', downloads: [] }]],
  ])('shows %s', async (path, expected) => {
    await expect(look(path)).resolves.toMatchObject(expected);
  });

  it('shows buckets, objects and uploads', async () => {
    await beginUpload(simulator);
    const buckets = (await look('cos/buckets')) as { name: string }[];
    expect(buckets.find(({ name }) => name === BUCKET)).toMatchObject({
      objects: [{ key: 'object', size: 1 }],
      uploads: [{ key: 'object', parts: 0 }],
    });
  });

  it('shows requests to COS without their signatures', async () => {
    await cosOutcome(simulator, {});
    const requests = await look('cos/requests');
    expect(requests).toContainEqual(expect.objectContaining({ key: 'object', outcome: 'ok' }));
    expect(JSON.stringify(requests)).not.toContain('q-signature');
  });

  it('injects and clears faults of COS', async () => {
    const body = JSON.stringify({ kind: 'rate-limit', occurrence: 'every', path: 'object' });
    expect((await control('cos/faults', { method: 'POST', body })).status).toBe(200);
    await expect(cosOutcome(simulator, {})).resolves.toBe('503 SlowDown');
    expect((await control('cos/faults', { method: 'DELETE' })).status).toBe(200);
    await expect(cosOutcome(simulator, {})).resolves.toBe('200');
  });

  it.each(['[]', '{}'])('refuses the fault %s', async (body) => {
    expect((await control('cos/faults', { method: 'POST', body })).status).toBe(400);
  });
});

describe('the command line', () => {
  it('says what there is, and shows requests to COS', async () => {
    const cli = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));
    const child = spawn(process.execPath, [cli, '--port', '0']);
    const output = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const [, endpoint] = /cos-endpoint (.*)\/\{bucket\}/.exec(text) ?? [];
        if (endpoint !== undefined && !text.includes('→')) void fetch(`${endpoint}/object`);
        if (text.includes('→')) child.kill('SIGINT');
      });
      child.once('close', () => {
        resolve(text);
      });
    });
    expect(output).toContain('CAR          app-game0001: ver-game0001 Usable, ver-game0002 Inuse');
    expect(output).toContain('function thumbnails in default (ap-guangzhou)');
    expect(output).toContain('task 20aadca2d4b511ef9ffa525400ba9019');
    expect(output).toMatch(/cos\.GetObject ".*\/object" → AccessDenied/);
  });
});
