import { afterEach, describe, expect, it } from '@jest/globals';
import { assertFitsApplication } from '../../../src/operations/tem/deploy-mode.ts';
import { closeServices } from '../services.ts';
import { openTem, triggered, UPDATE as WITH_FILE, uploads } from '../files/tem-package-world.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import { message } from '../../../src/text/message.ts';

afterEach(closeServices);
afterEach(closeWorlds);

/** Why a release does not fit: the code and the advice. */
function refusal(deployMode: string, version: string, packageName?: string, path?: string) {
  try {
    const file = path === undefined ? undefined : { path, bytes: 1 };
    assertFitsApplication({ deployMode }, { deployVersion: version, packageName }, file);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a release for an application', () => {
  it.each([
    ['IMAGE', 'v1.2.3', undefined, undefined],
    ['IMAGE', '1.10', undefined, undefined],
    ['IMAGE', '1e5', undefined, undefined],
    ['JAR', 'refs/heads/main', undefined, '/work/shop.jar'],
    ['jar', '2.0E+19', 'tem/pkg/shop.JAR', undefined],
    ['WAR', 'v1', 'shop', undefined],
    ['', 'refs/heads/main', 'shop.jar', '/work/shop.war'],
    ['FATJAR', 'v1', undefined, undefined],
  ])('fits: %s, %s, %s, %s', (mode, version, packageName, path) => {
    expect(refusal(mode, version, packageName, path)).toBeUndefined();
  });

  it.each([
    ['IMAGE', 'shop.jar', undefined, 'package-kind'],
    ['IMAGE', undefined, '/work/shop.jar', 'package-kind'],
    ['image', undefined, '/work/shop.war', 'package-kind'],
    ['JAR', undefined, '/work/shop.war', 'package-kind'],
    ['WAR', 'tem/pkg/shop.jar', undefined, 'package-kind'],
    ['JAR', undefined, undefined, 'package-missing'],
  ])('is of another kind: %s, %s, %s', (mode, packageName, path, code) => {
    expect(refusal(mode, 'v1', packageName, path)).toMatchObject({ code });
  });

  it.each([
    ['ccr.ccs.tencentyun.com:443/shop/api'],
    ['refs/heads/main'],
    ['feature/x'],
    ['2.0E+19'],
    ['-v1'],
    ['版本1'],
  ])('has a version that is no tag: %s', (version) => {
    expect(refusal('IMAGE', version)).toMatchObject({
      code: 'version-no-tag',
      next: [{ sentence: { key: 'plan.tag-rules' } }],
    });
  });
});

describe('a release that does not fit', () => {
  it('is refused after the first check', async () => {
    const world = await startWorld();
    const wrong = { ...UPDATE, 'deploy-version': 'feature/x' };
    const run = await world.run(wrong);
    expect(run).toMatchObject({ exitCode: 1, code: 'version-no-tag' });
    expect(world.application.deployVersion).toBe('v2.3.9');
    const { plan } = await world.run({ ...wrong, 'dry-run': 'true' });
    const problem = message('plan.no-tag', { version: 'feature/x' });
    expect(plan?.blockers).toMatchObject([{ key: 'plan.blocker', values: { problem } }]);
  });

  it('is not uploaded', async () => {
    const world = await openTem({}, 'IMAGE');
    const run = await world.run(WITH_FILE);
    expect(run).toMatchObject({ exitCode: 1, code: 'package-kind' });
    expect([uploads(world), triggered(world)]).toEqual([[], []]);
  });
});
