import { ApiError } from '../api-error.ts';
import { CAR_CONTRACT } from '../contract/car.ts';
import type { Service } from '../gateway/service.ts';
import { CAR_ACTIONS } from './actions.ts';
import type { CarParameters } from './actions.ts';
import type { SimulatedCarApplication } from './application.ts';
import { carError } from './errors.ts';
import type { CarVersionStatus } from './version.ts';
import type { CarWorld } from './world.ts';

const MOVING: readonly CarVersionStatus[] = ['Uploading', 'Creating', 'Deleting'];

export function carService(world: CarWorld): Service {
  const find = (applicationId: unknown): SimulatedCarApplication | undefined =>
    world.applications.find((each) => each.applicationId === applicationId);
  return {
    contract: CAR_CONTRACT,
    perform: (call) => {
      // The contract's types and required parameters have been checked.
      const parameters = call.parameters as unknown as CarParameters;
      const application = find(parameters.ApplicationId);
      if (application === undefined) throw carError('FailedOperation.ApplicationNotFind');
      const act = CAR_ACTIONS[call.action];
      if (act === undefined) throw new ApiError('InvalidAction', 'This API is not available.');
      return act(application, parameters);
    },
    hasSettled: ({ ApplicationId }) => {
      const application = find(ApplicationId);
      if (application === undefined || application.createdVersions === 0) return false;
      return application.versions.every(({ status }) => !MOVING.includes(status));
    },
  };
}
