import type { Clock } from '../clock.ts';
import { SimulatedApplication } from './application.ts';
import { nameSource } from './ids.ts';
import type { ApplicationSeed } from './seed.ts';

/** All of TEM's state. */
export interface TemWorld {
  readonly applications: readonly SimulatedApplication[];
  /** Throws where it does not exist. */
  application(applicationId: string): SimulatedApplication;
}

export function temWorld(seeds: readonly ApplicationSeed[], clock: Clock): TemWorld {
  const names = nameSource();
  const applications = seeds.map((seed) => new SimulatedApplication(seed, clock, names));
  return {
    applications,
    application: (applicationId) => {
      const found = applications.find((each) => each.applicationId === applicationId);
      if (found === undefined) throw new Error(`There is no application ${applicationId}.`);
      return found;
    },
  };
}
