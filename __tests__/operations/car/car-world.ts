import { DEMO_CAR_APPLICATION } from '../../../simulator/index.ts';
import type { CarApplicationSeed, FaultRequest } from '../../../simulator/index.ts';
import { formatText } from '../../../src/text/format-text.ts';
import type { Fields, ServiceRun, ServiceWorld } from '../services.ts';
import { openServices } from '../services.ts';

export const APPLICATION = DEMO_CAR_APPLICATION.applicationId;
export const CREATE = {
  operation: 'car-create-version',
  'application-id': APPLICATION,
  'package-file': 'game.zip',
};
const ONLINE = { operation: 'car-set-online', 'application-id': APPLICATION };

/** The inputs that publish this version. */
export const publishing = (id: string) => ({
  ...ONLINE,
  'application-version-id': id,
});

export type Versions = NonNullable<CarApplicationSeed['versions']>;
export const IN_USE: Versions[number] = { applicationVersionId: 'ver-now', status: 'Inuse' };

export function usable(id: string): Versions[number] {
  return { applicationVersionId: id, status: 'Usable' };
}

/** As many versions as an application holds; the oldest is ver-1. */
export const FULL: Versions = [...['ver-1', 'ver-2', 'ver-3'].map(usable), IN_USE, usable('ver-5')];

/** Beside the version in use one in this state. */
export const left = (status: NonNullable<Versions[number]['status']>): Versions => [
  IN_USE,
  { applicationVersionId: 'ver-left', status },
];

/** One application, and game.zip in the workspace. */
export async function openCar(seed: Partial<CarApplicationSeed> = {}): Promise<ServiceWorld> {
  const world = await openServices({
    car: { applications: [{ ...DEMO_CAR_APPLICATION, ...seed }] },
  });
  await world.file('game.zip', 'the game');
  return world;
}

export const application = ({ simulator }: ServiceWorld) => simulator.car.application(APPLICATION);

/** IDs of the versions that are there, and their states. */
export function statuses(world: ServiceWorld): Record<string, string> {
  const { versions } = application(world);
  return Object.fromEntries(
    versions.map((version) => [version.applicationVersionId, version.status]),
  );
}

export const idOf = (run: ServiceRun) => run.outputs['application-version-id'] ?? '';

/** Lets a call of this action go wrong. */
export function fail(
  { simulator }: ServiceWorld,
  action: string,
  kind: FaultRequest['kind'],
  more: Omit<FaultRequest, 'kind' | 'action'> = {},
): void {
  simulator.faults.inject({ kind, action, ...more });
}

/** Does something just before the nth look at the versions. */
export function beforeLook(world: ServiceWorld, nth: number, act: () => void): void {
  let looks = 0;
  world.beforeCall((action) => {
    if (action === 'DescribeApplicationVersion' && ++looks === nth) act();
  });
}

/** Lets the nth look at the versions take longer than a timeout of a minute. */
export function delayLook(world: ServiceWorld, nth: number): void {
  beforeLook(world, nth, () => {
    world.clock.manual.advance(70);
  });
}

/** The step to copy that publishes a version. */
export const stepToPublish = (id: string) => ({
  inputs: {
    operation: 'car-set-online',
    'application-id': APPLICATION,
    'application-version-id': id,
  },
});

/** The texts of details in English, without labels. */
export const texts = ({ details }: ServiceRun) =>
  details.map(({ text }) => formatText(text, 'en-US'));

type ListedVersion = Fields & { readonly ApplicationVersionId?: string };

/** Changes the list of the versions on its way to the action; `nth` counts the lists from 1. */
export function changeLists(
  world: ServiceWorld,
  change: (versions: readonly ListedVersion[], nth: number) => readonly Fields[],
): void {
  let lists = 0;
  world.intercept((action, answer) => {
    if (action !== 'DescribeApplicationVersion') return undefined;
    const versions = answer.Versions as readonly ListedVersion[];
    return { ...answer, Versions: change(versions, ++lists) };
  });
}

/** Lets the lists lack a version until this second. */
export function hideUntil(world: ServiceWorld, second: number, known: readonly string[]): void {
  changeLists(world, (versions) =>
    world.clock.seconds() >= second
      ? versions
      : versions.filter(({ ApplicationVersionId = '' }) => known.includes(ApplicationVersionId)),
  );
}

/** The IDs of the versions that were asked to be deleted, in order. */
export const deleted = ({ simulator }: ServiceWorld): unknown[] =>
  simulator.calls
    .filter(({ action }) => action === 'DeleteApplicationVersion')
    .map(({ parameters }) => parameters.ApplicationVersionId);
