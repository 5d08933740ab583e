import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { ends, openExampleWorld, openRealTimeWorld } from './example.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('car-game.yml', () => {
  const TAG = { name: 'push', ref: 'refs/tags/v1.3.0' } as const;
  const repository = {
    'build.sh': '#!/bin/sh\nmkdir build && printf "the game" > build/game.zip\n',
  };
  const inUse = (world: Awaited<ReturnType<typeof openExampleWorld>>) =>
    world.simulator.car
      .application('app-game0001')
      .versions.filter(({ status }) => status === 'Inuse')
      .map(({ applicationVersionId }) => applicationVersionId);

  it('creates a version, and publishes it after the approval', async () => {
    const world = await openExampleWorld();
    const before: string[] = [];
    const ended = await world.run('car-game.yml', TAG, {
      repository,
      approve: () => before.push(...inUse(world)) > 0,
    });
    expect(ends(ended)).toEqual(['build: success', 'publish: success']);
    expect(before).toEqual(['ver-game0002']);
    expect(inUse(world)).toEqual([ended.job('build').outputs['version-id']]);
    expect(ended.job('publish').steps[0]?.outputs['previous-version']).toBe('ver-game0002');
  });

  it('leaves the version before in use where the approval is refused', async () => {
    const world = await openExampleWorld();
    const ended = await world.run('car-game.yml', TAG, { repository, approve: () => false });
    expect(ends(ended)).toEqual(['build: success', 'publish: failure']);
    expect(inUse(world)).toEqual(['ver-game0002']);
  });
});

describe('scf-backup.yml', () => {
  const code = { thumbnails: Buffer.from('PK thumbnails'), invoices: Buffer.from('PK invoices') };
  const open = (names: readonly (keyof typeof code)[]) =>
    openRealTimeWorld({
      scf: { functions: names.map((functionName) => ({ functionName, code: code[functionName] })) },
    });

  it('keeps the code of each function as an artifact', async () => {
    const { artifacts, run } = await open(['thumbnails', 'invoices']);
    const ended = await run('scf-backup.yml', { name: 'schedule' });
    expect(ends(ended)).toEqual(['backup: success', 'backup: success']);
    expect(artifacts.names()).toEqual(['code-invoices', 'code-thumbnails']);
    expect(artifacts.find('code-thumbnails')).toEqual({ 'thumbnails.zip': code.thumbnails });
    expect(artifacts.find('code-invoices')).toEqual({ 'invoices.zip': code.invoices });
    const logs = ended.jobs.map(({ steps }) => steps.at(-1)?.log ?? '').sort();
    expect(logs[1]).toMatch(
      new RegExp(`^thumbnails is kept as artifact \\d, SHA-256 ${sha256(code.thumbnails)}\n$`),
    );
  });

  it('keeps the one where the other does not exist, and is red', async () => {
    const { artifacts, run } = await open(['invoices']);
    const ended = await run('scf-backup.yml', { name: 'schedule' });
    expect(ended.result).toBe('failure');
    expect(artifacts.names()).toEqual(['code-invoices']);
  });
});

describe('dlc-report.yml', () => {
  const TASK = '20aadca2d4b511ef9ffa525400ba9019';
  const content = 'city,visits\nShenzhen,1210\nGuangzhou,1104\n';
  const dispatch = (task: string) => ({ name: 'workflow_dispatch', inputs: { task } }) as const;
  const open = () => openExampleWorld(() => ({ dlc: { tasks: [{ taskId: TASK, content }] } }));

  it('hands the result on to a later job', async () => {
    const { artifacts, run } = await open();
    const ended = await run('dlc-report.yml', dispatch(TASK));
    expect(ends(ended)).toEqual(['result: success', 'report: success']);
    expect(artifacts.find('result')['result.csv']?.toString()).toBe(content);
    const { outputs } = ended.job('result');
    expect(outputs.sha256).toBe(sha256(Buffer.from(content)));
    expect(outputs.uri).toMatch(/^cosn:\/\//);
    expect(ended.job('report').steps.at(-1)?.summary).toBe(
      ['2 rows from ' + (outputs.uri ?? ''), '```', content.trim(), '```', ''].join('\n'),
    );
  });

  it('reports nothing where the task does not exist', async () => {
    const { run } = await open();
    const ended = await run('dlc-report.yml', dispatch('nothing'));
    expect(ends(ended)).toEqual(['result: failure', 'report: skipped']);
  });
});
