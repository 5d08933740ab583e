import { manualClock } from './clock.ts';
import { CosWorld } from './cos/cos-world.ts';
import type { Service, ServiceContext, ServiceContract } from './gateway/service.ts';
import * as SERVICES from './services.ts';

type Services = typeof SERVICES;
type ServiceName = keyof Services;

/** What each service has at the start; the default is in its folder. */
export type ServiceOptions = { [Name in ServiceName]?: NonNullable<Parameters<Services[Name]>[1]> };

/** The state of each service, for tests to read and change. */
export type ServiceWorlds = { [Name in ServiceName]: ReturnType<Services[Name]>['world'] };

/** Starts a service; returns it with its state, which tests read and change. */
type OpenService = (
  context: ServiceContext,
  options: unknown,
) => { world: unknown; service: Service };

/** Starts every service of services.ts. */
export function openServices(
  context: ServiceContext,
  options: ServiceOptions,
): { worlds: ServiceWorlds; services: Service[] } {
  // Each service gets the options of its own name, which TypeScript cannot infer in a loop.
  const opened = Object.entries(SERVICES as Record<string, OpenService>).map(
    ([name, open]) => [name, open(context, options[name as ServiceName])] as const,
  );
  const worlds = Object.fromEntries(opened.map(([name, { world }]) => [name, world]));
  return { worlds: worlds as ServiceWorlds, services: opened.map(([, { service }]) => service) };
}

/** What every service takes, on the site that has all of it. */
export function listContracts(): ServiceContract[] {
  const clock = manualClock();
  const cos = new CosWorld({}, [], clock);
  const context: ServiceContext = { clock, cos, site: 'china', admit: () => undefined };
  return openServices(context, {}).services.map(({ contract }) => contract);
}
