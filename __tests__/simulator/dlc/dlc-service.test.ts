import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, SimulatedTask, Simulator } from '../../../simulator/index.ts';
import { cosFetch, cosOutcome } from '../support/cos-requests.ts';
import { dlcClient } from '../support/official-clients.ts';

const TaskId = 'task-0001';
const CSV = 'a,b\n1,2\n';

interface Answer {
  Path: string;
  Status: string;
  Reason: string;
  SecretId: string;
  SecretKey: string;
  Token: string;
}

let clock: ManualClock;
let simulator: Simulator;
let task: SimulatedTask;

beforeEach(async () => {
  clock = manualClock();
  const far = { taskId: 'task-0002', bucketRegion: 'ap-tokyo', fileName: 'far.csv' };
  const tasks = [{ taskId: TaskId, content: CSV }, far, { taskId: 'task-0003', region: 'na-x' }];
  simulator = await startSimulator({ clock, dlc: { tasks } });
  task = simulator.dlc.task(TaskId);
});

afterEach(async () => {
  await simulator.close();
});

async function create(more: { TaskId?: string; Force?: boolean } = {}): Promise<string> {
  const { DownloadId = '' } = await dlcClient(simulator).CreateResultDownload({
    ...{ TaskId, Format: 'CSV' },
    ...more,
  });
  return DownloadId;
}

async function look(DownloadId: string): Promise<Answer> {
  return (await dlcClient(simulator).DescribeResultDownload({ DownloadId })) as Answer;
}

async function ended(DownloadId: string): Promise<Answer> {
  clock.advance(60);
  return look(DownloadId);
}

function pathOf({ Path }: Answer, prefix = '/cos'): string {
  return Path.replace(/^cosn:\/\//, `${prefix}/`);
}

function keysOf({ SecretId: secretId, SecretKey: secretKey, Token: token }: Answer): {
  secretId: string;
  secretKey: string;
  token: string;
} {
  return { secretId, secretKey, token };
}

describe('a download', () => {
  it('goes through its states and can be fetched with its keys', async () => {
    const id = await create();
    const seen: string[] = [];
    for (let second = 0; second < 15; second += 1) {
      const { Status } = await look(id);
      if (seen.at(-1) !== Status) seen.push(Status);
      clock.advance(1);
    }
    expect(seen).toStrictEqual(['init', 'queue', 'format', 'compress', 'success']);
    const answer = await look(id);
    expect(answer).toMatchObject({ Reason: '', Path: expect.stringMatching(/^cosn:\/\/.+\.csv$/) });
    const options = { path: pathOf(answer), credentials: keysOf(answer) };
    await expect((await cosFetch(simulator, options)).text()).resolves.toBe(CSV);
    const other = { ...options, path: `${options.path}x` };
    await expect(cosOutcome(simulator, other)).resolves.toBe('403 AccessDenied');
    expect(task.downloads).toMatchObject([{ downloadId: id, status: 'success', format: 'CSV' }]);
  });

  it.each(['timeout', 'error'] as const)('ends in %s with its reason', async (outcome) => {
    task.behaviour.outcomes = [outcome, 'success'];
    task.behaviour.reason = 'The engine is gone.';
    const id = await create();
    await expect(ended(id)).resolves.toMatchObject({
      ...{ Status: outcome, Reason: 'The engine is gone.', Path: '', SecretId: '', Token: '' },
    });
    await expect(create()).resolves.toBe(id);
    const again = await create({ Force: true });
    expect(again).not.toBe(id);
    await expect(ended(again)).resolves.toMatchObject({ Status: 'success' });
  });

  it('is not made anew without a failure', async () => {
    const id = await create();
    await expect(create({ Force: true })).resolves.toBe(id);
    await ended(id);
    await expect(create({ Force: true })).resolves.toBe(id);
  });

  it('has its own for each format', () => {
    expect(task.createDownload('CSV')).not.toBe(task.createDownload('XLSX'));
  });

  it('may lie in managed storage, and have nulls', async () => {
    task.behaviour.pathScheme = 'lakefs';
    task.behaviour.absent = null;
    const id = await create();
    await expect(look(id)).resolves.toMatchObject({ Path: null, SecretId: null });
    expect((await ended(id)).Path).toMatch(/^lakefs:\/\//);
  });

  it('has a default reason', async () => {
    task.behaviour.outcomes = ['error'];
    expect((await ended(await create())).Reason).toContain('error');
  });

  it('may lie in another region than the API', async () => {
    const answer = await ended(await create({ TaskId: 'task-0002' }));
    const credentials = keysOf(answer);
    const wrong = { path: pathOf(answer, '/cos.ap-guangzhou'), credentials };
    const response = await cosFetch(simulator, wrong);
    expect(response.status).toBe(301);
    expect(response.headers.get('x-cos-bucket-region')).toBe('ap-tokyo');
    const right = { path: pathOf(answer, '/cos.ap-tokyo'), credentials };
    await expect(cosOutcome(simulator, right)).resolves.toBe('200');
    expect(answer.Path).toMatch(/\/far\.csv$/);
  });
});

describe('a refusal', () => {
  it.each(['none', 'task-0003'])('of the task %s', async (id) => {
    await expect(create({ TaskId: id })).rejects.toMatchObject({
      code: 'InvalidParameter.TaskNotFound',
    });
  });

  it('of a download', async () => {
    await expect(look('none')).rejects.toMatchObject({ code: 'InvalidParameter.TaskNotFound' });
  });
});

describe('faults', () => {
  it('strike the read that would show the end', async () => {
    const action = 'DescribeResultDownload';
    simulator.faults.inject({ kind: 'api-error', action, occurrence: 'last', code: 'X.Y' });
    const id = await create();
    await expect(look(id)).resolves.toMatchObject({ Status: 'init' });
    await expect(ended(id)).rejects.toMatchObject({ code: 'X.Y' });
  });
});
