import { DEMO_CAR_APPLICATION } from '../../../simulator/index.ts';
import type { CarApplicationSeed } from '../../../simulator/index.ts';
import type { ServiceRun, ServiceWorld } from '../services.ts';
import { openServices } from '../services.ts';

export const APPLICATION = DEMO_CAR_APPLICATION.applicationId;
export const CREATE = {
  operation: 'car-create-version',
  'application-id': APPLICATION,
  'package-file': 'game.zip',
};
export const ONLINE = { operation: 'car-set-online', 'application-id': APPLICATION };

export type Versions = NonNullable<CarApplicationSeed['versions']>;
export const IN_USE: Versions[number] = { applicationVersionId: 'ver-now', status: 'Inuse' };

export function usable(id: string): Versions[number] {
  return { applicationVersionId: id, status: 'Usable' };
}

/** One application, and game.zip in the workspace. */
export async function openCar(seed: Partial<CarApplicationSeed> = {}): Promise<ServiceWorld> {
  const world = await openServices({
    car: { applications: [{ ...DEMO_CAR_APPLICATION, ...seed }] },
  });
  await world.file('game.zip', 'the game');
  return world;
}

/** IDs of the versions that are there, and their states. */
export function statuses({ simulator }: ServiceWorld): Record<string, string> {
  const { versions } = simulator.car.application(APPLICATION);
  return Object.fromEntries(
    versions.map((version) => [version.applicationVersionId, version.status]),
  );
}

/** Beside the version in use one in this state. */
export const left = (status: NonNullable<Versions[number]['status']>): Versions => [
  IN_USE,
  { applicationVersionId: 'ver-left', status },
];
export const publishing = (id: string) => ({
  ...ONLINE,
  'application-version-id': id,
  // It would have no effect, and the world gives it to every step.
  'cos-endpoint': '',
});

export const idOf = (run: ServiceRun) => run.outputs['application-version-id'] ?? '';
