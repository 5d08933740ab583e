import type { Credentials } from '../account.ts';
import { ApiError, missingParameter } from '../api-error.ts';
import { checkBody, checkSize } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import { checkParameters } from './service.ts';
import type { Fields, Service } from './service.ts';
import { authenticate } from './tc3-authentication.ts';

export interface Cloud {
  services: readonly Service[];
  credentials: readonly Credentials[];
}

/** The body of a response with its HTTP status. */
export interface JsonResponse {
  status: number;
  body: string;
}

/** Performs a request at `now` (milliseconds since 1970); returns the fields of the Response. Throws ApiError. */
export function dispatch(request: ApiRequest, cloud: Cloud, now: number): Fields {
  const { action, version, region, body, parameters } = request;
  checkSize(body);
  if (action === '') throw missingParameter('Action');
  if (version === null) throw missingParameter('Version');
  const { service: name, caller } = authenticate(request, cloud.credentials, now);
  const service = findService(cloud.services, name, version);
  const parametersOfAction = service.contract.actions[action];
  if (parametersOfAction === undefined) {
    const message = `The request action=\`${action}\` is invalid or not found.`;
    throw new ApiError('InvalidAction', message);
  }
  if (service.contract.regionRequired && region === null) throw missingParameter('Region');
  checkBody(body);
  checkParameters(parametersOfAction, parameters);
  return service.perform({ action, parameters, region, caller });
}

export function resultResponse(fields: Fields, requestId: string): JsonResponse {
  return toJson({ ...fields, RequestId: requestId });
}

/** The API sends errors with HTTP 200. */
export function errorResponse({ code, message }: ApiError, requestId: string): JsonResponse {
  return toJson({ Error: { Code: code, Message: message }, RequestId: requestId });
}

function toJson(Response: Fields): JsonResponse {
  return { status: 200, body: JSON.stringify({ Response }) };
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
