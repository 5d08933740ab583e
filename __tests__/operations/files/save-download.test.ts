import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_FUNCTION, DEMO_TASK } from '../../../simulator/index.ts';
import type { FunctionSeed, TaskSeed } from '../../../simulator/index.ts';
import { NoArtifactServiceError } from '../../../src/github/artifact.ts';
import type { ServiceRun, ServiceWorld } from '../services.ts';
import { closeServices, openServices } from '../services.ts';

afterEach(closeServices);

const SCF = { operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName };
const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };

const CODE = 'the code of the function';
const SHA256 = createHash('sha256').update(CODE).digest('hex');
const ROWS = 'id,name\n1,one\n';

const openScf = (seed: Partial<FunctionSeed> = {}, noArtifact?: Error) =>
  openServices(
    { scf: { functions: [{ ...DEMO_FUNCTION, code: Buffer.from(CODE), ...seed }] } },
    noArtifact,
  );
const openDlc = (seed: Partial<TaskSeed> = {}) =>
  openServices({ dlc: { tasks: [{ ...DEMO_TASK, content: ROWS, ...seed }] } });

/** A pre-signed URL is in its output and in the result, and nowhere else. */
function expectUnseen(run: ServiceRun, text: string): void {
  expect(text.length).toBeGreaterThan(20);
  const others = Object.entries(run.outputs).filter(
    ([name]) => name !== 'download-url' && name !== 'result',
  );
  const rest = [run.said, ...run.summaries, ...run.debug, JSON.stringify(others)];
  expect(rest.filter((one) => one.includes(text))).toEqual([]);
}

describe('scf-code-url', () => {
  it('gives the address and the hash of the code', async () => {
    const world = await openScf();
    const run = await world.run(SCF);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'download-sha256': SHA256 });
    const url = run.outputs['download-url'] ?? '';
    await expect(fetch(url).then((answer) => answer.text())).resolves.toBe(CODE);
    expectUnseen(run, new URL(url).search);
    expect(JSON.parse(run.outputs.result ?? '')).toMatchObject({ 'download-url': url });
  });

  it.each(['hex', 'base64'] as const)('gives the hash in hex where it is %s', async (form) => {
    const world = await openScf({ behaviour: { codeSha256: form } });
    expect((await world.run(SCF)).outputs['download-sha256']).toBe(SHA256);
  });

  it('raises plain http of COS to https, and masks both', async () => {
    const world = await openScf({ behaviour: { urlForm: 'http' } });
    const run = await world.run({ ...SCF, 'mask-download-url': 'true' });
    const url = run.outputs['download-url'] ?? '';
    expect(url).toMatch(/^https:\/\/lambdacode-.*\.myqcloud\.com\//);
    expect(run.masks).toEqual(expect.arrayContaining([url, url.replace('https:', 'http:')]));
  });

  it('tells once that the function is being deployed, and what the cloud says', async () => {
    const world = await openScf({ deployingSeconds: 50 });
    const run = await world.run(SCF);
    const lines = run.lines.filter((line) => line.includes('deploying'));
    expect(lines).toEqual([expect.stringContaining('The function is deploying.')]);
  });

  it('masks the address where asked, and keeps it out of the result', async () => {
    const world = await openScf();
    const run = await world.run({ ...SCF, 'mask-download-url': 'true' });
    expect(run.masks).toContain(run.outputs['download-url']);
    expect(JSON.parse(run.outputs.result ?? '')).not.toHaveProperty('download-url');
  });

  it('sends qualifier and namespace only where they are given', async () => {
    const world = await openScf();
    await world.run(SCF);
    await world.run({ ...SCF, qualifier: '$LATEST', namespace: 'default' });
    expect(world.simulator.calls.map(({ parameters }) => parameters)).toEqual([
      { FunctionName: DEMO_FUNCTION.functionName },
      { FunctionName: DEMO_FUNCTION.functionName, Qualifier: '$LATEST', Namespace: 'default' },
    ]);
  });

  it.each(['hex', 'base64'] as const)('downloads and verifies (%s)', async (codeSha256) => {
    const world = await openScf({ behaviour: { codeSha256 } });
    const run = await world.run({ ...SCF, 'download-path': 'backup/' });
    const path = join(world.workspace, 'backup', `${DEMO_FUNCTION.functionName}.zip`);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'download-path': path,
      'download-sha256': SHA256,
    });
    expect(readFileSync(path, 'utf8')).toBe(CODE);
  });

  it('is red and leaves no file where the hash is another', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'wrong' } });
    const run = await world.run({ ...SCF, 'download-path': 'code.zip' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain(SHA256);
    expect(existsSync(join(world.workspace, 'code.zip'))).toBe(false);
  });

  it('warns and keeps the file with digest-mismatch: warn', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'wrong' } });
    const inputs = { ...SCF, 'download-path': 'code.zip', 'digest-mismatch': 'warn' };
    const run = await world.run(inputs);
    expect([run.exitCode, run.outputs['download-sha256']]).toEqual([0, SHA256]);
    expect(run.annotations.map(({ kind }) => kind)).toContain('warning');
    expect(readFileSync(join(world.workspace, 'code.zip'), 'utf8')).toBe(CODE);
  });

  it('refuses a path outside of the workspace', async () => {
    const world = await openScf();
    const run = await world.run({ ...SCF, 'download-path': '../outside.zip' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('leads out of the workspace');
    expect(existsSync(join(world.workspace, '..', 'outside.zip'))).toBe(false);
  });

  it('keeps an artifact, with artifact-name alone from the temporary folder', async () => {
    const world = await openScf();
    const run = await world.run({
      ...SCF,
      'artifact-name': 'code',
      'artifact-retention-days': '7',
    });
    const path = join(world.temp, `${DEMO_FUNCTION.functionName}.zip`);
    expect(world.artifacts).toEqual([['code', path, 7]]);
    expect(run.outputs).toMatchObject({ 'artifact-id': '4711', 'download-path': path });
  });

  it('warns where there is no artifact service: the file stays', async () => {
    const world = await openScf({}, new NoArtifactServiceError('There is no artifact service.'));
    const run = await world.run({ ...SCF, 'artifact-name': 'code', 'download-path': 'a.zip' });
    expect([run.exitCode, run.outputs['artifact-id']]).toEqual([0, undefined]);
    expect(run.said).toContain('There is no artifact service.');
    expect(readFileSync(join(world.workspace, 'a.zip'), 'utf8')).toBe(CODE);
  });

  it('waits while the function is being deployed', async () => {
    const world = await openScf({ deployingSeconds: 40 });
    const run = await world.run(SCF);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(40);
    expect(world.calls('GetFunctionAddress').slice(0, 2)).toEqual([
      'FailedOperation.FunctionStatusError',
      'FailedOperation.FunctionStatusError',
    ]);
  });

  it('is timed out where that takes too long', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    const run = await world.run({ ...SCF, timeout: '1m' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
  });

  it('is red at once for a function that is not there', async () => {
    const world = await openScf();
    const run = await world.run({ ...SCF, 'function-name': 'nowhere' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('SCF refused GetFunctionAddress: ResourceNotFound.');
    expect(world.simulator.calls).toHaveLength(1);
  });
});

describe('dlc-result-download', () => {
  it('makes the result downloadable and downloads it', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, 'download-path': 'result.csv' });
    expect(run.exitCode).toBe(0);
    const [download] = world.simulator.dlc.task(DEMO_TASK.taskId).downloads;
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'download-id': download?.downloadId });
    expect(run.outputs['download-uri']).toMatch(/^cosn:\/\//);
    expect(run.outputs).not.toHaveProperty('download-url');
    expect(readFileSync(join(world.workspace, 'result.csv'), 'utf8')).toBe(ROWS);
    const keys = world.simulator.cos.requests.flatMap(({ headers }) =>
      String(headers['x-cos-security-token'] ?? ''),
    );
    expect(keys.every((key) => run.masks.includes(key))).toBe(true);
  });

  it('gives the place without a download', async () => {
    const world = await openDlc();
    const run = await world.run(DLC);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.simulator.cos.requests).toHaveLength(0);
  });

  it('starts with wait: false, and a later step attaches to it', async () => {
    const world = await openDlc();
    const first = await world.run({ ...DLC, wait: 'false' });
    expect([first.exitCode, first.outputs.status]).toEqual([0, 'started']);
    const second = await world.run({
      operation: DLC.operation,
      'download-id': first.outputs['download-id'] ?? '',
      'download-path': 'late.csv',
    });
    expect(second.outputs.status).toBe('succeeded');
    expect(world.calls('CreateResultDownload')).toEqual(['ok']);
    expect(readFileSync(join(world.workspace, 'late.csv'), 'utf8')).toBe(ROWS);
  });

  it.each(['timeout', 'error'] as const)('is red on %s, and force makes it anew', async (bad) => {
    const behaviour = { outcomes: [bad, 'success' as const], reason: 'no space left' };
    const world = await openDlc({ behaviour });
    const first = await world.run(DLC);
    expect([first.exitCode, first.outputs.status]).toEqual([1, 'failed']);
    expect(first.said).toContain('no space left');
    expect(first.said).toContain('force: true');
    const second = await world.run({ ...DLC, force: 'true' });
    expect(second.outputs.status).toBe('succeeded');
  });

  it('advises to make a failed download again by its task, not by its ID', async () => {
    const world = await openDlc({ behaviour: { outcomes: ['error'] } });
    const byTask = await world.run(DLC);
    expect(byTask.said).toMatch(/force: true$/);
    const byId = await world.run({
      operation: DLC.operation,
      'download-id': byTask.outputs['download-id'] ?? '',
    });
    expect([byId.exitCode, byId.outputs.status]).toEqual([1, 'failed']);
    expect(byId.said).toContain('force: true   with task-id instead of download-id');
  });

  it('has a clear word for results in managed storage', async () => {
    const world = await openDlc({ behaviour: { pathScheme: 'lakefs' } });
    const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('lakefs');
  });

  it('goes to the region that COS names', async () => {
    const world = await openDlc({ bucketRegion: 'ap-shanghai' });
    const run = await world.run({
      ...DLC,
      'download-path': 'a.csv',
      'cos-endpoint': world.simulator.cosRegionalEndpoint,
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(readFileSync(join(world.workspace, 'a.csv'), 'utf8')).toBe(ROWS);
  });

  it('is timed out where the file takes too long, and says how to go on', async () => {
    const world = await openDlc({ behaviour: { formatSeconds: 4_000 } });
    const run = await world.run({ ...DLC, timeout: '1m' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
    expect(run.said).toContain(`download-id: ${run.outputs['download-id'] ?? '?'}`);
  });

  it('does not know after an unclear answer, and says so', async () => {
    const world = await openDlc();
    world.simulator.faults.inject({ kind: 'reset-after', action: 'CreateResultDownload' });
    const run = await world.run(DLC);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('not known whether the download was started');
    expect(world.calls('CreateResultDownload')).toHaveLength(1);
  });

  it('is red at once for a task that is not there', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, 'task-id': 'nothing' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('InvalidParameter.TaskNotFound');
  });

  it.each([
    [{ 'task-id': '' }, 'task-id is missing'],
    [{ 'download-id': 'x' }, 'download-id is given, and task-id too'],
    [{ wait: 'false', 'download-path': 'a.csv' }, 'wait is "false", and a download has to wait'],
    [
      { 'task-id': '', 'download-id': 'x', force: 'true' },
      'force is "true", and download-id is given',
    ],
  ])('%j is refused before the first call', async (inputs, message) => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain(message);
    expect(world.simulator.calls).toHaveLength(0);
  });
});

describe('a download that takes a while', () => {
  it('tells how far it is every ten seconds', async () => {
    const { createProgressLines: progressLines } =
      await import('../../../src/operations/files/progress-lines.ts');
    const world: ServiceWorld = await openServices();
    const told: string[][] = [];
    const log = { event: (_: number, ...columns: string[]) => told.push(columns) };
    const { clock } = world;
    const step = { clock, log, startedAt: clock.now() } as unknown;
    const progress = progressLines(step as Parameters<typeof progressLines>[0], 'download');
    progress({ bytes: 1, total: 100_000_000 });
    await clock.sleep(10_000);
    progress({ bytes: 50_000_000, total: 100_000_000 });
    await clock.sleep(10_000);
    progress({ bytes: 80_000_000, total: undefined });
    expect(told).toEqual([
      ['download', '50.0 MB', '50 %', '5.0 MB/s'],
      ['download', '80.0 MB', '', '4.0 MB/s'],
    ]);
  });
});
