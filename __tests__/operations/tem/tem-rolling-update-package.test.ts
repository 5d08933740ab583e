import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_APPLICATION } from '../../../simulator/index.ts';
import type { ApplicationSeed } from '../../../simulator/index.ts';
import { openTem, temApplication, triggered, UPDATE } from '../files/tem-package-world.ts';
import { uploads } from '../files/tem-package-world.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

const FAILED = { exitCode: 1, outputs: { status: 'failed' } };

describe('tem-rolling-update with a file', () => {
  it('uploads it and rolls out the name that the upload gave', async () => {
    const world = await openTem({ uploadedPackage: 'full-path' });
    const run = await world.run({ ...UPDATE, 'download-path': 'again/' });
    const [key] = uploads(world);
    expect(key).toMatch(/^tem\/pkg\/.*\/shop\.jar$/);
    expect(triggered(world)).toEqual([key]);
    const path = join(world.workspace, 'again', 'shop.jar');
    expect(run).toMatchObject({
      ...success(),
      outputs: {
        'package-name': key,
        'previous-package-name': 'old.jar',
        'download-path': path,
      },
    });
    const token = world.simulator.calls.find(({ action }) => action === 'CreateCosToken');
    expect(token?.parameters).toEqual({
      ApplicationId: DEMO_APPLICATION.applicationId,
      PkgName: 'shop.jar',
      OptType: 1,
      TimeVersion: '20261120101500',
    });
    expect(readFileSync(path, 'utf8')).toBe('the shop');
  });

  it('takes package-name instead where it is given', async () => {
    const world = await openTem();
    const run = await world.run({ ...UPDATE, 'package-name': 'shop.jar' });
    expect(triggered(world)).toEqual(['shop.jar']);
    expect(run.outputs['package-name']).toBe('shop.jar');
    expect(uploads(world)).toHaveLength(1);
  });

  it.each(['target/*.war', 'target/*', 'target/notes.*', 'target/shop.zip'])(
    'makes no call where %s is not one file that TEM takes',
    async (pattern) => {
      const world = await openTem();
      await world.file('target/notes.txt', 'x');
      const run = await world.run({ ...UPDATE, 'package-file': pattern });
      expect(run).toMatchObject(FAILED);
      expect(world.simulator.calls).toEqual([]);
    },
  );

  it.each([
    [{ 'package-file': '', 'download-path': 'a/' }, 'package-name'],
    [{ wait: 'false', 'download-path': 'a/' }, 'wait'],
  ])('makes no call for %j: %s is wrong', async (inputs, wrong) => {
    const world = await openTem();
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run).toMatchObject(FAILED);
    expect(run.annotations[0]?.message).toContain(wrong);
    expect(world.simulator.calls).toEqual([]);
  });

  it('starts nothing where the upload is refused', async () => {
    const world = await openTem();
    const fault = { kind: 'api-error', code: 'AccessDenied', status: 403 } as const;
    world.simulator.cos.faults.inject({ ...fault, occurrence: 'every' });
    await expect(world.run(UPDATE)).resolves.toMatchObject(failure('AccessDenied'));
    expect(triggered(world)).toEqual([]);
  });

  it('starts nothing where TEM gives no place to upload to', async () => {
    const world = await openTem({ cosToken: { fails: true } });
    await expect(world.run(UPDATE)).resolves.toMatchObject(FAILED);
    expect([uploads(world), triggered(world)]).toEqual([[], []]);
  });

  it.each(['fail', 'adopt'])('uploads nothing with if-deploying: %s', async (ifDeploying) => {
    const world = await openTem({ podStartSeconds: 60 });
    temApplication(world).startRollout({
      DeployVersion: UPDATE['deploy-version'],
      PackageName: 'shop.jar',
    });
    await world.clock.sleep(5_000);
    const run = await world.run({ ...UPDATE, 'if-deploying': ifDeploying });
    expect(run.outputs.status).toBe(ifDeploying === 'adopt' ? 'succeeded' : 'failed');
    expect([uploads(world), triggered(world)]).toEqual([[], []]);
  });

  it('uploads and triggers with wait: false', async () => {
    const world = await openTem();
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject(success('started'));
    expect([uploads(world).length, triggered(world).length]).toEqual([1, 1]);
  });

  it('starts nothing where the upload took all the time there was', async () => {
    const world = await openTem();
    world.beforeCall((action) => {
      if (action === 'DescribeApplicationPods' && uploads(world).length > 0) {
        world.clock.manual.advance(130);
      }
    });
    const run = await world.run({ ...UPDATE, timeout: '2m' });
    expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
    expect(triggered(world)).toEqual([]);
  });
});

describe('another rollout that begins while the package is uploaded', () => {
  const OTHER = { DeployVersion: '20261120999999', PackageName: 'theirs.jar' };

  async function openRaced(
    behaviour: ApplicationSeed['behaviour'] = {},
    secondsAfter = 0,
  ): Promise<ServiceWorld> {
    const world = await openTem({ podStartSeconds: 30, visibleAfterSeconds: 0, ...behaviour });
    world.beforeCall((action) => {
      if (action !== 'CreateCosToken') return;
      temApplication(world).startRollout(OTHER);
      world.clock.manual.advance(secondsAfter);
    });
    return world;
  }

  it('is waited for, and counts as what was there before', async () => {
    const world = await openRaced();
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      ...success(),
      outputs: {
        'previous-version': OTHER.DeployVersion,
        'previous-package-name': OTHER.PackageName,
      },
    });
    expect([uploads(world).length, triggered(world).length]).toEqual([1, 1]);
  });

  it('is not touched with if-deploying: fail', async () => {
    const world = await openRaced();
    const run = await world.run({ ...UPDATE, 'if-deploying': 'fail' });
    expect(run).toMatchObject(FAILED);
    expect(triggered(world)).toEqual([]);
  });

  it('is not taken for this one where the trigger gives no revision ID', async () => {
    const world = await openRaced({ emptyRevision: true, visibleAfterSeconds: 5 }, 120);
    const run = await world.run(UPDATE);
    const { revisionId, deployVersion } = temApplication(world);
    expect(run).toMatchObject({ ...success(), outputs: { 'revision-id': revisionId } });
    expect(deployVersion).toBe(UPDATE['deploy-version']);
  });
});

describe('a package that was asked for', () => {
  it.each([null, 'https://127.0.0.1:9/shop.jar'])(
    'is missed with an error once the release is live, which keeps it: %s',
    async (packageUrl) => {
      const world = await openTem({ packageUrl });
      const run = await world.run({ ...UPDATE, 'download-path': 'again/' });
      expect(run).toMatchObject(FAILED);
      expect(run.next).toMatchObject([{ inputs: { operation: 'tem-package-url' } }]);
      expect(temApplication(world).deployVersion).toBe(UPDATE['deploy-version']);
    },
  );

  it('is not missed where only its address is: that is a warning', async () => {
    const world = await openTem({ packageUrl: null });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ ...success(), annotations: [{ kind: 'warning' }] });
  });

  it('can be had later from tem-package-url', async () => {
    const world = await openTem();
    const { outputs } = await world.run(UPDATE);
    const run = await world.run({
      operation: 'tem-package-url',
      'application-id': UPDATE['application-id'],
      'package-name': outputs['package-name'] ?? '',
      'deploy-version': UPDATE['deploy-version'],
      'download-path': 'package.jar',
    });
    expect(run).toMatchObject(success());
    expect(readFileSync(join(world.workspace, 'package.jar'), 'utf8')).toBe('the shop');
  });
});
