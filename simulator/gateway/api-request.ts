import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../account.ts';
import { ApiError, missingParameter } from '../api-error.ts';
import { header } from '../http-server.ts';
import { isJsonObject, parseJson } from '../json.ts';
import { checkParameters } from './service.ts';
import type { Fields, Service } from './service.ts';
import { authenticate } from './tc3-authentication.ts';

/** A request to the API that is not verified yet. */
export interface ApiRequest {
  action: string;
  version: string | null;
  region: string | null;
  language: string | null;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Null if the body is not a JSON object. */
  parameters: Record<string, unknown> | null;
}

type RequestHead = Omit<ApiRequest, 'body' | 'parameters'>;

export interface Cloud {
  services: readonly Service[];
  credentials: readonly Credentials[];
}

// 10 MB is the API's limit for requests signed with TC3.
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export function readHead(headers: IncomingHttpHeaders): RequestHead {
  return {
    action: header(headers, 'x-tc-action') ?? '',
    version: header(headers, 'x-tc-version'),
    region: header(headers, 'x-tc-region'),
    language: header(headers, 'x-tc-language'),
    headers,
  };
}

/** The service that the credential scope names, before verification; '' if it names none. */
export function claimedService(headers: IncomingHttpHeaders): string {
  const authorization = header(headers, 'authorization') ?? '';
  if (authorization === 'SKIP') return 'sts';
  return /Credential=[^/]*\/[^/]*\/([^/]*)\//.exec(authorization)?.[1] ?? '';
}

/** Returns null if the body is not a JSON object. */
export function readParameters(body: Buffer): Record<string, unknown> | null {
  const value = parseJson(body.toString('utf8'));
  return isJsonObject(value) ? value : null;
}

/** Performs a request at `now` (milliseconds since 1970); returns the fields of the Response. Throws ApiError. */
export function dispatch(request: ApiRequest, cloud: Cloud, now: number): Fields {
  const { action, version, region, body, parameters } = request;
  if (body.length > MAX_BODY_BYTES) {
    throw new ApiError('RequestSizeLimitExceeded', 'The request size exceeds the upper limit.');
  }
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
  if (parameters === null) {
    throw new ApiError('InvalidParameter', 'The request body is not a JSON object.');
  }
  checkParameters(parametersOfAction, parameters);
  return service.perform({ action, parameters, region, caller });
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

/** The body of a response. */
export function resultBody(fields: Fields, RequestId: string): string {
  return JSON.stringify({ Response: { ...fields, RequestId } });
}

export function errorBody({ code, message }: ApiError, requestId: string): string {
  return resultBody({ Error: { Code: code, Message: message } }, requestId);
}
