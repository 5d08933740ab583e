import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DEMO_FUNCTION, DEMO_TASK } from '../../../simulator/index.ts';
import type { FunctionSeed, TaskSeed } from '../../../simulator/index.ts';
import { NoArtifactServiceError } from '../../../src/github/artifact.ts';
import { closeServices, openServices } from '../services.ts';
import { columns, stages, told } from '../tem/told.ts';

// What the downloads tell on their way, and at an end that leaves something to do.

afterEach(closeServices);

const NAME = DEMO_FUNCTION.functionName;
const SCF = { operation: 'scf-code-url', 'function-name': NAME };
const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };
const CODE = 'the code of the function';
const SHA256 = createHash('sha256').update(CODE).digest('hex');
const DOWNLOADED = /^Download {6}\S+\.(zip|csv) · \d+ B in \d+ s/;

const openScf = (seed: Partial<FunctionSeed> = {}, noArtifact?: Error) =>
  openServices(
    { scf: { functions: [{ ...DEMO_FUNCTION, code: Buffer.from(CODE), ...seed }] } },
    noArtifact,
  );
const openDlc = (seed: Partial<TaskSeed> = {}) =>
  openServices({ dlc: { tasks: [{ ...DEMO_TASK, content: 'id\n1\n', ...seed }] } });

describe('scf-code-url tells', () => {
  it.each([
    [{}, '$LATEST · namespace default'],
    [{ qualifier: '3', namespace: 'shop' }, '3 · namespace shop'],
  ])('what it gives of %j', async (name, words) => {
    const { namespace = 'default' }: { namespace?: string } = name;
    const world = await openScf({ namespace, versions: { 3: Buffer.from(CODE) } });
    const run = await world.run({ ...SCF, ...name });
    expect(stages(run)).toEqual([
      columns('Target', `${NAME} · ${words} · ap-guangzhou`),
      columns('Result', `succeeded · the code of ${NAME} can be downloaded`),
    ]);
    expect(run.summaries.join('')).toContain(NAME);
    expect(run.annotations).toEqual([]);
  });

  it('the file, that it is verified, and the artifact', async () => {
    const world = await openScf();
    const inputs = { 'download-path': 'code.zip', 'artifact-name': 'code' };
    const run = await world.run({ ...SCF, ...inputs });
    expect(stages(run).slice(1, 3)).toEqual([
      expect.stringMatching(/^Download {6}\S+code\.zip · 24 B in \d+ s · verified$/),
      columns('Artifact', 'code (4711)'),
    ]);
    expect(run.annotations).toEqual([]);
  });

  it('of a file that is another than the cloud says', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'wrong' } });
    const inputs = { 'download-path': 'code.zip', 'digest-mismatch': 'warn' };
    const run = await world.run({ ...SCF, ...inputs });
    expect(stages(run)[1]).toMatch(/ · DIGEST MISMATCH$/);
    expect(told(run)).toEqual([
      'Digest mismatch',
      expect.stringMatching(
        `code\\.zip has the SHA-256 ${SHA256}, not [\\da-f]{64} \\(digest-mismatch: warn\\)\\.$`,
      ),
    ]);
  });

  it('of a file whose hash nobody gave', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'none' } });
    const run = await world.run({ ...SCF, 'download-path': 'code.zip' });
    expect(stages(run)[1]).toMatch(/ · 24 B in \d+ s$/);
    expect(told(run)).toEqual([
      'Not verified',
      'SCF gave no SHA-256 of the code: what arrives cannot be compared.',
    ]);
  });

  it('where the file is that could not be kept as an artifact', async () => {
    const world = await openScf({}, new NoArtifactServiceError('There is no artifact service.'));
    const run = await world.run({ ...SCF, 'download-path': 'a.zip', 'artifact-name': 'code' });
    expect(told(run)).toEqual([
      'No artifact',
      `The file stays at ${join(world.workspace, 'a.zip')}. There is no artifact service.`,
    ]);
  });

  it('where the file is where an artifact of its name is there already', async () => {
    const world = await openScf({}, new Error('an artifact with this name already exists'));
    const run = await world.run({ ...SCF, 'download-path': 'a.zip', 'artifact-name': 'code' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(told(run)).toEqual([
      'the artifact was not kept',
      'Why:             an artifact with this name already exists',
      `File:            ${join(world.workspace, 'a.zip')}`,
      'Check artifact-name: each may be used once in a run.',
    ]);
  });

  it('what is waited for, and what to do where that is too long', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    const run = await world.run({ ...SCF, timeout: '1m' });
    const deploying =
      /^ {2}\d\d:\d\d {2}\S+ +deploying +Operation failed\. The function is deploying\.$/;
    expect(stages(run)[1]).toMatch(deploying);
    expect(told(run)).toEqual([
      `${NAME} is still being deployed after 1 min (timeout)`,
      'The cloud says:  Operation failed. The function is deploying.',
      'Give the step more time: raise timeout.',
    ]);
  });
});

describe('dlc-result-download tells', () => {
  it('its way to the file', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
    const id = run.outputs['download-id'] ?? '';
    const said = stages(run);
    expect(said.slice(0, 2)).toEqual([
      columns('Target', `task ${DEMO_TASK.taskId} · CSV · ap-guangzhou`),
      columns('Download', `${id} is being made`),
    ]);
    expect(said.slice(2, -2).join('\n')).toMatch(/^ {2}\d\d:\d\d {2}result +success$/m);
    expect(said.at(-2)).toMatch(DOWNLOADED);
    expect(said.at(-1)).toBe(columns('Result', `succeeded · the result ${id} can be downloaded`));
    expect(run.annotations).toEqual([]);
  });

  it('what it has started', async () => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, wait: 'false' });
    const id = run.outputs['download-id'] ?? '';
    expect(stages(run).at(-1)).toBe(
      columns('Result', `started · the download ${id} is being made`),
    );
    const later = { operation: DLC.operation, 'download-id': id };
    expect(stages(await world.run(later))[0]).toBe(
      columns('Target', `download ${id} · CSV · ap-guangzhou`),
    );
  });

  it.each([
    ['CreateResultDownload', { wait: 'false' }],
    ['DescribeResultDownload', {}],
  ])('by the RequestId of %s what decided', async (action, inputs) => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, ...inputs });
    const call = world.simulator.calls.findLast((each) => each.action === action);
    expect(run.outputs['request-id']).toBe(call?.requestId);
  });

  it.each(['timeout', 'error'] as const)('that DLC ended with %s', async (bad) => {
    const behaviour = { outcomes: [bad], reason: 'no space left' };
    const world = await openDlc({ behaviour });
    const run = await world.run(DLC);
    expect(told(run)).toEqual([
      `DLC could not make the result downloadable: ${bad}`,
      'The cloud says:  no space left',
      'Make it again:   force: true',
    ]);
  });

  it('how to wait on', async () => {
    const world = await openDlc({ behaviour: { formatSeconds: 4_000 } });
    const run = await world.run({ ...DLC, timeout: '1m' });
    expect(told(run)).toEqual([
      expect.stringMatching(/^the result is not ready after 1 min \(timeout\): \w+$/),
      `Wait on: run dlc-result-download with   download-id: ${run.outputs['download-id'] ?? '?'}`,
    ]);
  });

  it('that it does not know', async () => {
    const world = await openDlc();
    world.simulator.faults.inject({ kind: 'http-500', action: 'CreateResultDownload' });
    expect(told(await world.run(DLC))).toEqual([
      'it is not known whether the download was started',
      'Why:             the endpoint sent HTTP status 500',
      'Run the job again: a download without an ID cannot be found, and does no harm.',
    ]);
  });

  it('where a result is that comes without keys', async () => {
    const world = await openDlc({ behaviour: { givesKeys: false } });
    const run = await world.run({ ...DLC, 'download-path': 'a.csv' });
    const id = run.outputs['download-id'] ?? '';
    expect(told(run)).toEqual([
      `DLC gave no keys for the result ${id}: it cannot be downloaded here`,
      'Fetch it with keys of your own: output download-uri says where it is.',
    ]);
  });

  it('that DLC ended with an error, and no reason', async () => {
    const world = await openDlc({ behaviour: { outcomes: ['error'], reason: '' } });
    expect(told(await world.run(DLC))).toEqual([
      'DLC could not make the result downloadable: error',
      'Make it again:   force: true',
    ]);
  });

  it('where a result in managed storage is', async () => {
    const world = await openDlc({ behaviour: { pathScheme: 'lakefs' } });
    expect(told(await world.run({ ...DLC, 'download-path': 'a.csv' }))).toEqual([
      'the result is kept under a lakefs path, which cannot be downloaded',
      'Only results in a COS bucket of yours (cosn://…) can be.',
      'Set a COS bucket as the query result path in the DLC console.',
    ]);
  });

  it.each([
    [{ 'task-id': '' }, 'task-id is missing', 'add   task-id: …'],
    [{ 'task-id': '', force: 'true' }, 'task-id is missing', 'add   task-id: …'],
    [{ 'task-id': '', wait: 'false' }, 'task-id is missing', 'add   task-id: …'],
    [{ 'download-id': 'x', force: 'true' }, 'download-id is given, and task-id too', 'remove'],
    [{ 'download-id': 'x', wait: 'false' }, 'download-id is given, and task-id too', 'remove'],
    [{ 'download-id': 'x' }, 'download-id is given, and task-id too', 'remove   task-id'],
    [
      { wait: 'false', 'download-path': 'a.csv' },
      'wait is "false", and a download has to wait',
      'remove   wait: false',
    ],
    [
      { wait: 'false', 'artifact-name': 'a' },
      'wait is "false", and a download has to wait',
      'remove   wait: false',
    ],
    [
      { 'task-id': '', 'download-id': 'x', force: 'true' },
      'force is "true", and download-id is given',
      'use   task-id: …',
    ],
    [
      { 'task-id': '', 'download-id': 'x', wait: 'false' },
      'wait is "false", and download-id is given',
      'remove   wait: false   (download-id waits',
    ],
  ])('what to change about %j', async (inputs, problem, change) => {
    const world = await openDlc();
    const run = await world.run({ ...DLC, ...inputs });
    expect(told(run)).toHaveLength(3);
    expect(told(run).join('\n')).toContain(problem);
    expect(told(run).join('\n')).toContain(change);
    expect(world.simulator.calls).toEqual([]);
  });

  it.each([
    [{ force: 'true' }, []],
    [{ wait: 'false' }, []],
    [{ 'task-id': '', 'download-id': 'download-0' }, ['DescribeResultDownload']],
  ])('nothing wrong about %j', async (inputs, calls) => {
    const world = await openDlc();
    await world.run({ ...DLC, ...inputs });
    const actions = world.simulator.calls.map(({ action }) => action);
    expect(actions.slice(0, 1)).toEqual(calls.length > 0 ? calls : ['CreateResultDownload']);
  });
});
