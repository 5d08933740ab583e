import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_APPLICATION } from '../../../simulator/index.ts';
import type { ApplicationSeed } from '../../../simulator/index.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, openServices } from '../services.ts';

afterEach(closeServices);

const UPDATE = {
  operation: 'tem-rolling-update',
  'application-id': DEMO_APPLICATION.applicationId,
  'environment-id': DEMO_APPLICATION.environmentId,
  'deploy-version': '20261120101500',
  'package-file': 'target/*.jar',
};

async function openTem(behaviour: ApplicationSeed['behaviour'] = {}): Promise<ServiceWorld> {
  const seed = { deployMode: 'JAR' as const, pkgName: 'old.jar', instances: 2 };
  const world = await openServices({
    tem: { applications: [{ ...DEMO_APPLICATION, ...seed, behaviour }] },
  });
  mkdirSync(join(world.workspace, 'target'));
  await world.file('target/shop.jar', 'the shop');
  return world;
}

const uploads = ({ simulator }: ServiceWorld) =>
  simulator.cos.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);

function triggered({ simulator }: ServiceWorld): unknown[] {
  const name = 'RollingUpdateApplicationByVersion';
  return simulator.calls
    .filter(({ action }) => action === name)
    .map(({ parameters }) => (parameters as { PackageName?: unknown }).PackageName);
}

describe('tem-rolling-update with a file', () => {
  it('uploads it and rolls out the name that the upload gave', async () => {
    const world = await openTem({ uploadedPackage: 'full-path' });
    const run = await world.run({ ...UPDATE, 'download-path': 'again/' });
    expect(run.exitCode).toBe(0);
    const [key] = uploads(world);
    expect(key).toMatch(/^tem\/pkg\/.*\/shop\.jar$/);
    expect(triggered(world)).toEqual([key]);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'package-name': key,
      'previous-package-name': 'old.jar',
    });
    const token = world.simulator.calls.find(({ action }) => action === 'CreateCosToken');
    expect(token?.parameters).toEqual({
      ApplicationId: DEMO_APPLICATION.applicationId,
      PkgName: 'shop.jar',
      OptType: 1,
      TimeVersion: '20261120101500',
    });
    const path = join(world.workspace, 'again', 'shop.jar');
    expect(run.outputs['download-path']).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('the shop');
  });

  describe('whose keys end in mid-upload', () => {
    const SECONDS = 3;
    /** Three parts. */
    const LARGE = 'x'.repeat(33 * 1024 * 1024);
    const places = ({ simulator }: ServiceWorld) =>
      simulator.calls.filter(({ action }) => action === 'CreateCosToken').length;

    async function openSlow(times: number): Promise<ServiceWorld> {
      const cosToken = { lifetimeSeconds: SECONDS };
      const world = await openTem({ uploadedPackage: 'full-path', cosToken });
      await world.file('target/shop.jar', LARGE);
      world.simulator.cos.faults.inject({ kind: 'http-500', partNumber: 2, times });
      return world;
    }

    it('begins the upload again where the new keys are for, and rolls that out', async () => {
      const world = await openSlow(4);
      const run = await world.run(UPDATE);
      expect(run.outputs.status).toBe('succeeded');
      expect(places(world)).toBe(2);
      const [first, last] = [uploads(world)[0], uploads(world).at(-1)];
      expect(last).not.toBe(first);
      expect(triggered(world)).toEqual([last]);
      expect(run.outputs['package-name']).toBe(last);
      expect(run.said).toContain('begins again');
      const token = (key: string) => String(run.masks.includes(key));
      const sent = world.simulator.cos.requests.map(({ headers }) =>
        String(headers['x-cos-security-token']),
      );
      expect(new Set(sent.map(token))).toEqual(new Set(['true']));
    });

    it('gives up where they end each time', async () => {
      const world = await openSlow(100);
      const run = await world.run(UPDATE);
      expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
      expect(places(world)).toBeLessThanOrEqual(5);
      expect(run.said).not.toContain('an error in the action itself');
      expect(triggered(world)).toEqual([]);
    });

    it('asks for others early, and finishes with those at hand', async () => {
      const world = await openSlow(2);
      const run = await world.run(UPDATE);
      expect(run.outputs.status).toBe('succeeded');
      expect(new Set(uploads(world)).size).toBe(1);
    });
  });

  it('falls back to a single PUT at the same place where parts are refused', async () => {
    const world = await openTem({ cosToken: { multipart: false } });
    await world.file('target/shop.jar', 'x'.repeat(33 * 1024 * 1024));
    const run = await world.run(UPDATE);
    expect(run.outputs.status).toBe('succeeded');
    expect(uploads(world)).toEqual([run.outputs['package-name']]);
  });

  it('takes package-name instead where it is given', async () => {
    const world = await openTem();
    const run = await world.run({ ...UPDATE, 'package-name': 'shop.jar' });
    expect(triggered(world)).toEqual(['shop.jar']);
    expect(run.outputs['package-name']).toBe('shop.jar');
    expect(uploads(world)).toHaveLength(1);
  });

  it.each([
    ['target/*.war', 'matches no file'],
    ['target/*', 'matches 2 files'],
  ])('makes no call where %s does not match exactly one', async (pattern, message) => {
    const world = await openTem();
    await world.file('target/notes.txt', 'x');
    const run = await world.run({ ...UPDATE, 'package-file': pattern });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain(message);
    expect(world.simulator.calls).toHaveLength(0);
  });

  it.each([
    [{ 'package-file': 'shop.zip' }, 'package-file is "shop.zip", no file that TEM takes'],
    [{ 'package-file': '', 'download-path': 'a/' }, 'package-name is missing, and a download'],
    [{ wait: 'false', 'download-path': 'a/' }, 'wait is "false", and a download has to wait'],
  ])('%j is refused before the first call', async (inputs, message) => {
    const world = await openTem();
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain(message);
    expect(world.simulator.calls).toHaveLength(0);
  });

  it('makes no call for a file that TEM does not take, also where a pattern matched it', async () => {
    const world = await openTem();
    await world.file('target/notes.txt', 'x');
    const run = await world.run({ ...UPDATE, 'package-file': 'target/notes.*' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('notes.txt is no file that TEM takes');
    expect(world.simulator.calls).toHaveLength(0);
  });

  it('starts nothing where the upload is refused', async () => {
    const world = await openTem();
    world.simulator.cos.faults.inject({
      kind: 'api-error',
      code: 'AccessDenied',
      status: 403,
      occurrence: 'every',
    });
    const run = await world.run(UPDATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('COS refused PutObject: AccessDenied');
    expect(triggered(world)).toEqual([]);
  });

  it('starts nothing where TEM gives no place to upload to', async () => {
    const world = await openTem({ cosToken: { fails: true } });
    const run = await world.run(UPDATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(triggered(world)).toEqual([]);
  });

  it.each(['fail', 'adopt'])('uploads nothing with if-deploying: %s', async (ifDeploying) => {
    const world = await openTem({ podStartSeconds: 60 });
    world.simulator.tem.application(DEMO_APPLICATION.applicationId).startRollout({
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
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'started']);
    expect([uploads(world).length, triggered(world).length]).toEqual([1, 1]);
  });
});

describe('tem-package-url', () => {
  it('downloads the package where asked', async () => {
    const world = await openTem();
    const { outputs } = await world.run(UPDATE);
    const run = await world.run({
      operation: 'tem-package-url',
      'application-id': UPDATE['application-id'],
      'package-name': outputs['package-name'] ?? '',
      'deploy-version': UPDATE['deploy-version'],
      'download-path': 'package.jar',
    });
    expect(run.outputs.status).toBe('succeeded');
    expect(readFileSync(join(world.workspace, 'package.jar'), 'utf8')).toBe('the shop');
  });
});

describe('another rollout that begins while the package is uploaded', () => {
  const THEIRS = { DeployVersion: '20261120999999', PackageName: 'theirs.jar' };

  async function openRaced(
    behaviour: ApplicationSeed['behaviour'] = {},
    secondsAfter = 0,
  ): Promise<ServiceWorld> {
    const world = await openTem({ podStartSeconds: 30, visibleAfterSeconds: 0, ...behaviour });
    const application = world.simulator.tem.application(DEMO_APPLICATION.applicationId);
    world.beforeCall((action) => {
      if (action !== 'CreateCosToken') return;
      application.startRollout(THEIRS);
      world.clock.manual.advance(secondsAfter);
    });
    return world;
  }

  it('is waited for, and counts as what was there before', async () => {
    const world = await openRaced();
    const run = await world.run(UPDATE);
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'succeeded']);
    expect(run.outputs).toMatchObject({
      'previous-version': THEIRS.DeployVersion,
      'previous-package-name': 'theirs.jar',
    });
    expect(uploads(world)).toHaveLength(1);
    expect(triggered(world)).toHaveLength(1);
  });

  it('is not touched with if-deploying: fail', async () => {
    const world = await openRaced();
    const run = await world.run({ ...UPDATE, 'if-deploying': 'fail' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(triggered(world)).toEqual([]);
  });

  it('and ends is not taken for ours where the trigger gives no revision ID', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 5 };
    const world = await openRaced(behaviour, 120);
    const application = world.simulator.tem.application(DEMO_APPLICATION.applicationId);
    const run = await world.run(UPDATE);
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'succeeded']);
    expect(run.outputs['revision-id']).toBe(application.revisionId);
    expect(application.deployVersion).toBe(UPDATE['deploy-version']);
  });
});

it('starts nothing where the upload took all the time there was', async () => {
  const world = await openTem();
  world.beforeCall((action) => {
    if (action === 'DescribeApplicationPods' && uploads(world).length > 0) {
      world.clock.manual.advance(130);
    }
  });
  const run = await world.run({ ...UPDATE, timeout: '2m' });
  expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
  expect(run.said).toContain('the timeout was reached before the rolling update could be started');
  expect(run.said).toContain('That was not started.');
  expect(triggered(world)).toEqual([]);
});

describe('a package that was asked for', () => {
  it('and has no URL makes the step red, and says that the release is live', async () => {
    const world = await openTem({ packageUrl: null });
    const run = await world.run({ ...UPDATE, 'download-path': 'again/' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toMatch(/is on 20261120101500.*but its package was not downloaded/);
    expect(run.said).toContain('The release is live.');
    expect(run.said).toContain('operation: tem-package-url');
    expect(run.said).not.toContain('tem-revert');
  });

  it('and cannot be fetched, does the same', async () => {
    const world = await openTem({ packageUrl: 'https://127.0.0.1:9/shop.jar' });
    const run = await world.run({ ...UPDATE, 'download-path': 'again/' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toMatch(/is on 20261120101500.*but its package was not downloaded/);
  });

  it('is not missed where only its address is: that is a warning', async () => {
    const world = await openTem({ packageUrl: null });
    const run = await world.run(UPDATE);
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'succeeded']);
    expect(run.said).toContain('The rollout is not affected.');
  });
});
