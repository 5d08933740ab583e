import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { CHINA_ONLY_ACTIONS, TEM_CONTRACT } from '../contract/tem.ts';
import { CosWorld } from '../cos/world.ts';
import type { Service, ServiceCall } from '../gateway/service.ts';
import { TEM_ACTIONS } from './actions.ts';
import type { TemParameters } from './actions.ts';
import { temError } from './errors.ts';
import { PackageStore } from './packages.ts';
import type { SimulatedApplication } from './application.ts';
import type { TemWorld } from './world.ts';

export type Site = 'china' | 'international';

export function temService(
  world: TemWorld,
  site: Site,
  clock: Clock,
  cos: CosWorld = new CosWorld({}, [], clock),
): Service {
  const packages = new PackageStore(cos, world.applications);
  return {
    contract: contractOf(site),
    perform: (call) => {
      // The contract's types and required parameters have been checked.
      const parameters = call.parameters as unknown as TemParameters;
      const application = findApplication(world, call, parameters);
      const act = TEM_ACTIONS[call.action];
      if (act === undefined) throw new ApiError('InvalidAction', 'This API is not available.');
      return { Result: act(application, parameters, clock.now(), packages) };
    },
    hasSettled: ({ ApplicationId }) =>
      world.applications.some(
        (each) =>
          each.applicationId === ApplicationId && each.rollouts.length > 0 && !each.isDeploying,
      ),
  };
}

function contractOf(site: Site): Service['contract'] {
  if (site === 'china') return TEM_CONTRACT;
  const actions = Object.entries(TEM_CONTRACT.actions).filter(
    ([action]) => !CHINA_ONLY_ACTIONS.includes(action),
  );
  return { ...TEM_CONTRACT, actions: Object.fromEntries(actions) };
}

/** Throws where there is no such application in this region and environment. */
function findApplication(
  world: TemWorld,
  { region }: ServiceCall,
  { ApplicationId, EnvironmentId }: TemParameters,
): SimulatedApplication {
  if (ApplicationId === '') throw temError('MissingParameter.ServiceIdNull');
  if (EnvironmentId === '') throw temError('MissingParameter.NamespaceIdNull');
  const found = world.applications.find((each) => each.applicationId === ApplicationId);
  if (found?.region !== region) throw temError('ResourceNotFound.ServiceNotFound');
  if (EnvironmentId !== undefined && EnvironmentId !== found.environmentId) {
    throw temError('ResourceNotFound.VersionNamespaceNotFound');
  }
  return found;
}
