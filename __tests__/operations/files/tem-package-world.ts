import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_APPLICATION } from '../../../simulator/index.ts';
import type { ApplicationSeed } from '../../../simulator/index.ts';
import type { ServiceWorld } from '../services.ts';
import { openServices } from '../services.ts';

/** A rolling update that uploads target/shop.jar. */
export const UPDATE = {
  operation: 'tem-rolling-update',
  'application-id': DEMO_APPLICATION.applicationId,
  'environment-id': DEMO_APPLICATION.environmentId,
  'deploy-version': '20261120101500',
  'package-file': 'target/*.jar',
};

/** An application that runs a package, and target/shop.jar in the workspace. */
export async function openTem(
  behaviour: ApplicationSeed['behaviour'] = {},
  deployMode: ApplicationSeed['deployMode'] = 'JAR',
): Promise<ServiceWorld> {
  const seed = { deployMode, pkgName: 'old.jar', instances: 2 };
  const world = await openServices({
    tem: { applications: [{ ...DEMO_APPLICATION, ...seed, behaviour }] },
  });
  mkdirSync(join(world.workspace, 'target'));
  await world.file('target/shop.jar', 'the shop');
  return world;
}

/** The keys of the objects that were put, one for each request. */
export const uploads = ({ simulator }: ServiceWorld) =>
  simulator.cos.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);

/** The packages of the rollouts that were triggered. */
export const triggered = ({ simulator }: ServiceWorld): unknown[] =>
  simulator.calls
    .filter(({ action }) => action === 'RollingUpdateApplicationByVersion')
    .map(({ parameters }) => parameters.PackageName);

export const temApplication = ({ simulator }: ServiceWorld) =>
  simulator.tem.application(DEMO_APPLICATION.applicationId);
