import type { Clock } from '../clock.ts';
import type { CosWorld } from '../cos/world.ts';
import { nameSource } from '../tem/ids.ts';
import { SimulatedCarApplication } from './application.ts';
import type { CarApplicationSeed } from './seed.ts';

/** All of CAR's state. */
export interface CarWorld {
  readonly applications: readonly SimulatedCarApplication[];
  /** Throws where it does not exist. */
  application(applicationId: string): SimulatedCarApplication;
}

export function carWorld(
  seeds: readonly CarApplicationSeed[],
  clock: Clock,
  cos: CosWorld,
): CarWorld {
  const names = nameSource();
  const applications = seeds.map((seed) => new SimulatedCarApplication(seed, clock, cos, names));
  return {
    applications,
    application: (applicationId) => {
      const found = applications.find((each) => each.applicationId === applicationId);
      if (found === undefined) throw new Error(`There is no CAR application ${applicationId}.`);
      return found;
    },
  };
}
