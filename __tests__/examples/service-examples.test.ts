import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sharedTime } from '../support/process/shared-time.ts';
import { dispatch, ends, openExampleWorld } from './example-world.ts';
import { expectAllowed } from './policies.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

it('car-game.yml creates a version, and publishes it after the approval', async () => {
  const world = await openExampleWorld();
  const { car } = world.simulator;
  const inUse = () =>
    car
      .application('app-game0001')
      .versions.filter(({ status }) => status === 'Inuse')
      .map(({ applicationVersionId }) => applicationVersionId);
  const before: string[] = [];
  const tag = { name: 'push', ref: 'refs/tags/v1.3.0' } as const;
  const run = await world.run('car-game.yml', tag, {
    repository: { 'build.sh': '#!/bin/sh\nmkdir build && printf "the game" > build/game.zip\n' },
    approve: () => before.push(...inUse()) > 0,
  });
  expect(ends(run)).toEqual(['build: success', 'publish: success']);
  expect(before).toEqual(['ver-game0002']);
  expect(inUse()).toEqual([run.job('build').outputs['version-id']]);
  expectAllowed(world, 'car-create-version', 'car-set-online');
});

it('scf-backup.yml keeps the code of each function as an artifact', async () => {
  const code = { thumbnails: Buffer.from('PK thumbnails'), invoices: Buffer.from('PK invoices') };
  const functions = (['thumbnails', 'invoices'] as const).map((functionName) => ({
    ...{ functionName, code: code[functionName] },
  }));
  const time = sharedTime({ startsAt: Date.now() });
  const world = await openExampleWorld({ scf: { functions } }, time);
  // What has the name in this run is replaced.
  world.artifacts.set('code-invoices', { 'invoices.zip': Buffer.from('PK of before') });
  const run = await world.run('scf-backup.yml', { name: 'schedule' });
  expect(ends(run)).toEqual(['backup: success', 'backup: success']);
  expect(Object.fromEntries(world.artifacts)).toEqual({
    'code-thumbnails': { 'thumbnails.zip': code.thumbnails },
    'code-invoices': { 'invoices.zip': code.invoices },
  });
  expect(run.jobs[0]?.steps.at(-1)?.log).toBe(
    `thumbnails is saved as artifact 2, SHA-256 ${sha256(code.thumbnails)}\n`,
  );
});

it('dlc-report.yml hands the result on to a later job', async () => {
  const taskId = '20aadca2d4b511ef9ffa525400ba9019';
  const content = 'city,visits\nShenzhen,1210\nGuangzhou,1104\n';
  const world = await openExampleWorld({ dlc: { tasks: [{ taskId, content }] } });
  const run = await world.run('dlc-report.yml', dispatch({ task: taskId }));
  expect(ends(run)).toEqual(['result: success', 'report: success']);
  const { uri = '', sha256: hash } = run.job('result').outputs;
  expect(hash).toBe(sha256(Buffer.from(content)));
  expect(run.job('report').steps.at(-1)?.summary).toBe(
    [`2 rows from ${uri}`, '```', content.trim(), '```', ''].join('\n'),
  );
  expectAllowed(world, 'dlc-result-download');
});
