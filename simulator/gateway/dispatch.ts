import { ApiError } from '../api-error.ts';
import { checkParameters, missingParameter } from '../contract/check.ts';
import type { Credentials } from '../credentials.ts';
import { authenticate } from './authentication.ts';
import { checkBody, checkSize } from './request.ts';
import type { ApiRequest } from './request.ts';
import type { Fields, Service } from './service.ts';

export interface Cloud {
  services: readonly Service[];
  credentials: readonly Credentials[];
}

/** Performs a request at `now` (milliseconds since 1970); gives the fields of the Response. Throws ApiError. */
export function dispatch(request: ApiRequest, cloud: Cloud, now: number): Fields {
  checkSize(request.body);
  if (request.action === '') throw missingParameter('Action');
  if (request.version === null) throw missingParameter('Version');
  const { service: name, caller } = authenticate(request, cloud.credentials, now);
  const service = findService(cloud.services, name, request.version);
  const contract = service.contract.actions[request.action];
  if (contract === undefined) throw invalidAction(request.action);
  if (service.contract.regionRequired && request.region === null) throw missingParameter('Region');
  checkBody(request.body);
  checkParameters(contract, request.parameters);
  return service.perform({ ...request, caller });
}

function findService(services: readonly Service[], name: string, version: string): Service {
  const found = services.find(({ contract }) => contract.service === name);
  if (found === undefined) {
    throw new ApiError('NoSuchProduct', `The product \`${name}\` does not exist.`);
  }
  if (found.contract.version !== version) {
    throw new ApiError('NoSuchVersion', `The version \`${version}\` does not exist.`);
  }
  return found;
}

function invalidAction(action: string): ApiError {
  return new ApiError('InvalidAction', `The request action=\`${action}\` is invalid or not found.`);
}
