import { describe, expect, it } from '@jest/globals';
import type { ApplicationSeed } from '../../../simulator/index.ts';
import { openWorld } from '../support/tem-world.ts';

const action = 'RollingUpdateApplicationByVersion';

describe('RollingUpdateApplicationByVersion', () => {
  const jar = { deployMode: 'JAR' } as const;
  it.each<[string, Record<string, unknown>, Partial<ApplicationSeed>]>([
    ['InvalidParameterValue.VersionLowerCase', { DeployVersion: 'V2' }, {}],
    ['InvalidParameterValue.VersionLengthLimit', { DeployVersion: 'v'.repeat(129) }, {}],
    ['InvalidParameterValue.InvalidDeployVersion', { DeployVersion: 'v 2' }, {}],
    ['MissingParameter.DeployVersionNull', { DeployVersion: '' }, {}],
    ['MissingParameter.PkgNameNull', {}, jar],
    ['MissingParameter.PkgNameNull', { PackageName: '' }, { deployMode: 'WAR' }],
    ['MissingParameter.ServiceIdNull', { ApplicationId: '' }, {}],
    ['MissingParameter.NamespaceIdNull', { EnvironmentId: '' }, {}],
    ['ResourceNotFound.ServiceNotFound', { ApplicationId: 'app-other001' }, {}],
    ['ResourceNotFound.ServiceNotFound', {}, { region: 'ap-shanghai' }],
    ['ResourceNotFound.VersionNamespaceNotFound', { EnvironmentId: 'en-other001' }, {}],
    ['ResourceNotFound.ServiceRunningVersionNotFound', {}, { instances: 0 }],
    ['InvalidParameterValue', { DeployStrategyType: 'CANARY' }, {}],
    ['InvalidParameterValue', { TotalBatchCount: -1 }, {}],
  ])('is refused with %s: %j on %j', (code, parameters, seed) => {
    const world = openWorld(seed);
    expect(() => world.ask(action, { DeployVersion: 'v2', ...parameters })).toThrow(
      expect.objectContaining({ code }),
    );
    expect(world.application.rollouts).toStrictEqual([]);
  });

  it.each(['deploying', 'waiting', 'reverting'])('is refused while another is %s', (state) => {
    const world = openWorld();
    world.application.startRollout({ DeployVersion: 'v2', DeployStrategyType: 'BETA' });
    if (state !== 'deploying') world.clock.advance(60);
    if (state === 'reverting') world.application.revert();
    expect(world.application.rollouts).toMatchObject([{ state }]);
    expect(() => world.ask(action, { DeployVersion: 'v3' })).toThrow(
      expect.objectContaining({ code: 'ResourceInUse.ServiceDeploying' }),
    );
  });

  it('takes a package', () => {
    const world = openWorld({ deployMode: 'JAR', applicationName: 'shop' });
    const before = world.info().PkgName;
    world.ask(action, { DeployVersion: '20260102', PackageName: 'tem/pkg/1/2/shop.jar' });
    world.clock.advance(60);
    expect(before).toMatch(/shop-v1\.jar$/);
    expect(world.info().PkgName).toBe('tem/pkg/1/2/shop.jar');
    expect(world.detail()).toMatchObject({ NewVersionPackageInfo: 'shop.jar' });
  });

  it('takes the strategies as the official examples write them, too', () => {
    const world = openWorld();
    world.ask(action, { DeployVersion: 'v2', DeployStrategyType: '0', TotalBatchCount: 0 });
    expect(world.application.rollouts).toMatchObject([{ strategy: 'AUTO', batches: [4] }]);
  });
});

describe('DescribeDeployApplicationDetail', () => {
  it('refuses a revision that it does not know', () => {
    expect(() => openWorld().detail('revision-unknown0')).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ResourceNotFound\./) }),
    );
  });
});
