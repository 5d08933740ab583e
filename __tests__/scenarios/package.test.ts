import { afterEach, describe, expect, it } from '@jest/globals';
import { SECRET_MARK } from '../../simulator/index.ts';
import { annotations, errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const URL_OF_PACKAGE = `https://tem-1300000000.cos.ap-guangzhou.myqcloud.com/tem/pkg/shop-2.4.0.jar?q-sign-algorithm=sha1&q-ak=AKID-${SECRET_MARK}&q-signature=0123456789abcdef`;
const JAR = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' } as const;
const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': '2.4.0',
  'package-name': 'shop-2.4.0.jar',
};

describe('An application that runs a package', () => {
  it('sets download-url once it succeeded; the URL stands there and in result alone', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl: URL_OF_PACKAGE } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'previous-package-name': 'tem/pkg/shop-2.3.9.jar',
      'package-name': 'shop-2.4.0.jar',
      'download-url': URL_OF_PACKAGE,
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(run.stdout).not.toContain(URL_OF_PACKAGE);
    expect(run.summary).not.toContain(URL_OF_PACKAGE);
    expect(world.callsOf('RollingUpdateApplicationByVersion')[0]?.parameters).toMatchObject({
      PackageName: 'shop-2.4.0.jar',
    });
    expect(world.callsOf('GenerateApplicationPackageDownloadUrl')[0]?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      PkgName: 'shop-2.4.0.jar',
      DeployVersion: '2.4.0',
    });
  });

  it('masks the URL where asked, and leaves it out of result', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl: URL_OF_PACKAGE } });
    const run = await world.run({ ...UPDATE, 'mask-download-url': 'true' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['download-url']).toBe(URL_OF_PACKAGE);
    expect(run.outputs.result).not.toContain('q-signature');
    expect(run.commands).toContainEqual({
      name: 'add-mask',
      properties: {},
      message: URL_OF_PACKAGE,
    });
  });

  it.each<[string, string | null]>([
    ['has none', null],
    ['has an empty one', ''],
  ])('succeeds with a warning where the cloud %s', async (_, packageUrl) => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.outputs['download-url']).toBeUndefined();
    expect(annotations(run, 'warning')).toHaveLength(1);
  });

  it('succeeds with a warning where the cloud refuses the URL', async () => {
    const world = await openWorld({ application: JAR });
    world.simulator.faults.inject({
      kind: 'api-error',
      action: 'GenerateApplicationPackageDownloadUrl',
      code: 'UnauthorizedOperation',
      occurrence: 'every',
    });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.outputs['download-url']).toBeUndefined();
    expect(annotations(run, 'warning')).toHaveLength(1);
  });

  it('is red without package-name, and says what to add', async () => {
    const world = await openWorld({ application: JAR });
    const run = await world.run({ operation: 'tem-rolling-update', 'deploy-version': '2.4.0' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    const error = errorOf(run);
    for (const words of [
      'TEM refused RollingUpdateApplicationByVersion: MissingParameter.PkgNameNull',
      'add package-name',
      world.requestIdOf('RollingUpdateApplicationByVersion'),
    ]) {
      expect(error).toContain(words);
    }
    expect(world.application.rollouts).toEqual([]);
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → MissingParameter.PkgNameNull',
    ]);
  });
});

describe('tem-package-url', () => {
  const PACKAGE_URL = {
    operation: 'tem-package-url',
    'package-name': 'shop-2.3.9.jar',
    'deploy-version': '2.3.9',
  };

  it('gives the URL as an output and nowhere else', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl: URL_OF_PACKAGE } });
    const run = await world.run(PACKAGE_URL);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'package-name': 'shop-2.3.9.jar',
      'download-url': URL_OF_PACKAGE,
      'request-id': world.requestIdOf('GenerateApplicationPackageDownloadUrl'),
    });
    expect(annotations(run, 'warning')).toEqual([]);
    expect(world.simulator.calls).toHaveLength(1);
  });

  it('masks it where asked', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl: URL_OF_PACKAGE } });
    const run = await world.run({ ...PACKAGE_URL, 'mask-download-url': 'true' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['download-url']).toBe(URL_OF_PACKAGE);
    expect(JSON.parse(run.outputs.result ?? '')).toEqual({
      status: 'succeeded',
      'package-name': 'shop-2.3.9.jar',
      'request-id': world.requestIdOf('GenerateApplicationPackageDownloadUrl'),
      'duration-seconds': '0',
    });
    expect(run.commands.filter(({ name }) => name === 'add-mask').at(-1)?.message).toBe(
      URL_OF_PACKAGE,
    );
  });

  it('is red where the cloud has no URL', async () => {
    const world = await openWorld({ application: JAR, behaviour: { packageUrl: null } });
    const run = await world.run(PACKAGE_URL);
    expect(run.exitCode).toBe(1);
    expectOutputs(run, {
      status: 'failed',
      'package-name': 'shop-2.3.9.jar',
      'request-id': world.requestIdOf('GenerateApplicationPackageDownloadUrl'),
    });
    expect(errorOf(run)).toContain('package-name');
  });
});
