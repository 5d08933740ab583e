import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  DEMO_CAR_APPLICATION,
  DEMO_FUNCTION,
  DEMO_TASK,
  SECRET_MARK,
} from '../../simulator/index.ts';
import { annotations, expectOutputs } from './expectations.ts';
import { workspace } from './workspace.ts';
import { openWorld } from './world.ts';

const { path, read, run, write } = workspace();

const TRIGGER = 'RollingUpdateApplicationByVersion';
const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const BETA = {
  ...UPDATE,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'total-batch-count': '2',
};
const JAR = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' } as const;
const CAR = DEMO_CAR_APPLICATION.applicationId;

/** Pods that start at once: fewer polls until the rollout has ended. */
const QUICK = { behaviour: { podStartSeconds: 1 } };
/** For runs whose subject is not the process: one of each operation through dist/index.js is enough. */
const INSIDE = { inProcess: true };

// A run of each operation through dist/index.js, of tem-revert in log.test.ts; what each can meet is
// tested in operations/.

describe('tem-rolling-update', () => {
  it('rolls all batches out, and leaves nothing to do after the job', async () => {
    const world = await openWorld(QUICK);
    const ended = await world.run({ ...UPDATE, 'total-batch-count': '2', from: 'Coding' });
    expect(ended).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    expectOutputs(ended, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf(TRIGGER),
    });
    expect(world.callsOf(TRIGGER)).toMatchObject([
      {
        region: 'ap-guangzhou',
        parameters: { DeployVersion: 'v2.4.0', TotalBatchCount: 2, From: 'Coding' },
      },
    ]);
    expect(world.application.rollouts).toMatchObject([{ batches: [3, 3], state: 'finished' }]);
    expect(ended.summary).toMatch(/^## ✅ /);

    const { length } = world.simulator.calls;
    const post = await world.run(UPDATE, { state: ended.state });
    expect(post).toMatchObject({ exitCode: 0, outputs: {}, stdout: '', stderr: '', summary: '' });
    expect(world.simulator.calls).toHaveLength(length);
  });

  it('takes names in place of IDs', async () => {
    const world = await openWorld(INSIDE);
    const names = { 'application-id': 'shop-api', 'environment-id': 'production' };
    const ended = await world.run({ ...UPDATE, ...names });
    expectOutputs(ended, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf(TRIGGER),
    });
    expect(world.callsOf(TRIGGER)).toMatchObject([
      { parameters: { ApplicationId: 'app-shop0001', EnvironmentId: 'en-prod0001' } },
    ]);
  });

  it('uploads a package, rolls it out and downloads it again', async () => {
    const world = await openWorld({ ...INSIDE, application: JAR });
    await write('shop.jar', 'the shop');
    const ended = await run(world, {
      ...UPDATE,
      'application-id': world.application.applicationId,
      'environment-id': world.application.environmentId,
      'package-file': '*.jar',
      'download-path': 'again.jar',
    });
    const put = world.simulator.cos.requests.find(({ method }) => method === 'PUT');
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toMatchObject({ status: 'succeeded', 'package-name': put?.key });
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
    expect(read('again.jar')).toBe('the shop');
  });
});

describe('A second step goes on with what the first one began:', () => {
  it('tem-wait after wait: false', async () => {
    const world = await openWorld(QUICK);
    const first = await world.run({ ...UPDATE, wait: 'false' }, INSIDE);
    const { revisionId } = world.application;
    expect(first.exitCode).toBe(0);
    expectOutputs(first, {
      status: 'started',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf(TRIGGER),
    });
    const second = await world.run({ operation: 'tem-wait', 'revision-id': revisionId });
    expect(second).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': revisionId, 'previous-version': 'v2.3.9' },
    });
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
  });

  it('tem-resume after a batch that waits', async () => {
    const world = await openWorld(QUICK);
    const first = await world.run(BETA, INSIDE);
    const { revisionId } = world.application;
    expect(first).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(annotations(first, 'notice')).toHaveLength(1);

    const second = await world.run({ operation: 'tem-resume', 'revision-id': revisionId });
    expect(second.exitCode).toBe(0);
    expectOutputs(second, {
      status: 'succeeded',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('ResumeDeployApplication'),
    });
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: false });
    expect(world.changes()).toEqual([`${TRIGGER} → ok`, 'ResumeDeployApplication → ok']);
  });
});

describe('tem-rollback', () => {
  it('deploys the previous version again once the rollout has ended', async () => {
    const world = await openWorld(QUICK);
    await world.run(UPDATE, INSIDE);
    const ended = await world.run({ ...UPDATE, operation: 'tem-rollback', 'deploy-version': '' });
    expect(ended).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    expectOutputs(ended, {
      status: 'reverted',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.4.0',
      'request-id': world.requestIdOf(TRIGGER),
    });
    expect(world.callsOf(TRIGGER)).toHaveLength(2);
    expect(world.application.deployVersion).toBe('v2.3.9');
    expect(ended.summary).toMatch(/^## /);
  });
});

describe('tem-package-url', () => {
  const packageUrl = `https://tem.cos.ap-guangzhou.myqcloud.com/shop.jar?q-ak=AKID-${SECRET_MARK}&q-signature=0123456789abcdef`;
  const INPUTS = {
    operation: 'tem-package-url',
    'package-name': 'shop-2.3.9.jar',
    'deploy-version': '2.3.9',
  };

  it('gives the URL as an output alone, masked where that is wanted', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl } });
    const ended = await world.run({ ...INPUTS, 'mask-download-url': 'true' });
    expect(ended).toMatchObject({ exitCode: 0, outputs: { 'download-url': packageUrl } });
    expect(ended.outputs.result).not.toContain('q-signature');
    expect(ended.stdout).toContain(`::add-mask::${packageUrl}`);
    expect(world.simulator.calls).toHaveLength(1);
  });
});

describe('car-create-version and car-set-online', () => {
  it('publish a file, and go back to the version before', async () => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    const target = { 'application-id': CAR };
    const created = await run(world, {
      ...{ ...target, operation: 'car-create-version' },
      ...{ 'package-file': '*.zip', 'set-online': 'true' },
    });
    const { versions, createdVersions } = world.simulator.car.application(CAR);
    const id = versions.find(({ status }) => status === 'Inuse')?.applicationVersionId ?? '';
    expect(createdVersions).toBe(1);
    expect(created.exitCode).toBe(0);
    expect(created.outputs).toMatchObject({
      status: 'succeeded',
      'application-version-id': id,
      'application-version-status': 'Inuse',
      'previous-version': 'ver-game0002',
      'request-id': world.requestIdOf('SetApplicationVersionOnline'),
    });
    const back = await run(world, {
      ...{ ...target, operation: 'car-set-online' },
      'application-version-id': 'ver-game0002',
    });
    expect(back.outputs).toMatchObject({ status: 'succeeded', 'previous-version': id });
    expect(world.simulator.car.application(CAR).version('ver-game0002').status).toBe('Inuse');
  });
});

describe('scf-code-url', () => {
  it('downloads the code, resumes where the connection is cut, and verifies it', async () => {
    const world = await openWorld();
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 50 });
    const startedAt = world.time.now();
    const ended = await run(world, {
      ...{ operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName },
      ...{ 'download-path': 'backup/', 'mask-download-url': 'true' },
    });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toMatchObject({
      status: 'succeeded',
      'download-path': path('backup', 'thumbnails.zip'),
      'download-sha256': createHash('sha256')
        .update(readFileSync(path('backup', 'thumbnails.zip')))
        .digest('hex'),
    });
    expect(world.simulator.cos.requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
    const signature = /q-signature%3D([0-9a-f]{40})/.exec(ended.outputs['download-url'] ?? '')?.[1];
    expect(ended.commands).toContainEqual({
      ...{ name: 'add-mask', properties: {}, message: signature },
    });
    const end = Date.parse(ended.outputs['download-url-expires-at'] ?? '');
    expect((end - startedAt) / 1000).toBeCloseTo(10_060, -1);
  });
});

describe('dlc-result-download', () => {
  it('makes the result downloadable, and downloads it', async () => {
    const world = await openWorld();
    const ended = await run(world, {
      ...{ operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId },
      'download-path': 'result.csv',
    });
    const { cos, dlc } = world.simulator;
    const [download] = dlc.task(DEMO_TASK.taskId).downloads;
    const { bucket = '', key = '' } = cos.requests.find(({ method }) => method === 'GET') ?? {};
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toMatchObject({
      status: 'succeeded',
      'download-id': download?.downloadId,
      'download-uri': `cosn://${bucket}/${key}`,
    });
    expect(read('result.csv')).toBe(cos.object(bucket, key)?.bytes.toString('utf8'));
  });
});
