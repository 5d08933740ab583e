import { afterEach, describe, expect, it } from '@jest/globals';
import { SECRET_MARK } from '../../../simulator/index.ts';
import { openTem, UPDATE as PACKAGE } from '../files/tem-package-world.ts';
import { closeServices } from '../services.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';

const GET_URL = 'GenerateApplicationPackageDownloadUrl';
const JAR = { ...UPDATE, 'package-name': 'shop-2.4.0.jar', 'source-channel': '7' };

afterEach(closeWorlds);
afterEach(closeServices);

describe('a rolling update of a package', () => {
  it('gives its download URL, in outputs alone', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run(JAR);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: {
        'package-name': 'shop-2.4.0.jar',
        'previous-package-name': expect.stringContaining('shop-api-v2.3.9.jar'),
        'download-url': expect.stringContaining(SECRET_MARK),
      },
    });
    const shown = JSON.stringify([run.lines, run.annotations, run.debug, run.summary, run.masks]);
    expect(shown).not.toContain(SECRET_MARK);
    expect(world.simulator.calls.at(-1)?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      PkgName: 'shop-2.4.0.jar',
      DeployVersion: 'v2.4.0',
      SourceChannel: 7,
    });
  });

  it('keeps the request ID of the rollout', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run(JAR);
    const trigger = world.simulator.calls.find(({ action }) => action.startsWith('RollingUpdate'));
    expect(run.outputs['request-id']).toBe(trigger?.requestId);
  });

  it('masks the URL where it is asked to, and leaves it out of the result', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run({ ...JAR, 'mask-download-url': 'true' });
    const url = run.outputs['download-url'] ?? '';
    expect(url).toContain(SECRET_MARK);
    expect(run.masks).toContain(url);
    expect(run.outputs.result).not.toContain(SECRET_MARK);
  });

  it.each([
    { what: 'no URL', code: undefined },
    { what: 'an error', code: 'ResourceNotFound.MicroserviceOffline' },
  ])('succeeds with a warning where TEM gives $what', async ({ code }) => {
    const world = await startWorld({ deployMode: 'JAR', behaviour: { packageUrl: null } });
    if (code) world.simulator.faults.inject({ kind: 'api-error', action: GET_URL, code });
    const run = await world.run(JAR);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [{ kind: 'warning', message: expect.stringContaining(code ?? '') }],
      outputs: { status: 'succeeded' },
    });
    expect(run.annotations).toHaveLength(1);
  });

  it('asks for no URL where it does not succeed', async () => {
    const world = await startWorld({ deployMode: 'JAR', behaviour: { neverReady: true } });
    const run = await world.run({ ...JAR, timeout: '1m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(run.calls).not.toContain(GET_URL);
  });
});

describe('a package of a rollout that is live', () => {
  it.each([
    ['no URL', undefined, 'package-url-missing'],
    ['an error', 'ResourceNotFound.MicroserviceOffline', 'ResourceNotFound.MicroserviceOffline'],
  ])('that cannot be downloaded is an error: TEM gives %s', async (_, fault, code) => {
    const world = await openTem({ packageUrl: null });
    if (fault) {
      world.simulator.faults.inject({ kind: 'api-error', action: GET_URL, code: fault });
    }
    const run = await world.run({ ...PACKAGE, 'download-path': 'again/' });
    expect(run).toMatchObject({ exitCode: 1, code, outputs: { status: 'failed' } });
    expect(run.details.length).toBeGreaterThan(0);
    expect(run.next).toMatchObject([
      {
        inputs: {
          operation: 'tem-package-url',
          'application-id': PACKAGE['application-id'],
          'package-name': run.outputs['package-name'],
          'deploy-version': PACKAGE['deploy-version'],
        },
      },
    ]);
    const last = world.simulator.calls.findLast(({ action }) => action === GET_URL);
    const isLast = run.outputs['request-id'] === last?.requestId;
    expect(isLast).toBe(fault !== undefined);
  });

  it.each([
    ['asked for', { 'download-path': 'again/' }, 'cancelled', 1],
    ['not asked for', {}, 'succeeded', 0],
  ])('is given up without advice at a cancel: %s', async (_, inputs, status, exitCode) => {
    const world = await openTem();
    world.beforeCall((action) => {
      if (action === GET_URL) world.cancel();
    });
    const run = await world.run({ ...PACKAGE, ...inputs });
    expect(run).toMatchObject({ exitCode, next: [], outputs: { status } });
    expect(run.annotations.filter(({ kind }) => kind === 'warning')).toEqual([]);
    expect(run.outputs).not.toHaveProperty('download-url');
  });
});
