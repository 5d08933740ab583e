import { ApiError } from '../api-error.ts';
import { isJsonObject } from '../gateway/json.ts';
import type { ActionContract, Parameter } from './types.ts';

const MATCHES: Record<Parameter['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  'string-list': (value) =>
    Array.isArray(value) && value.every((element) => typeof element === 'string'),
  'object-list': (value) => Array.isArray(value) && value.every(isJsonObject),
};

/** Throws UnknownParameter, MissingParameter or InvalidParameter. */
export function checkParameters(
  contract: ActionContract,
  parameters: Record<string, unknown>,
): void {
  refuseUnknown(contract, parameters);
  for (const [name, parameter] of Object.entries(contract)) {
    checkParameter(name, parameter, parameters[name]);
  }
}

function refuseUnknown(contract: ActionContract, parameters: Record<string, unknown>): void {
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(contract, name));
  if (unknown !== undefined) {
    throw new ApiError('UnknownParameter', `The parameter \`${unknown}\` is not recognized.`);
  }
}

function checkParameter(name: string, parameter: Parameter, value: unknown): void {
  if (value === undefined) {
    if (parameter.required) throw missingParameter(name);
    return;
  }
  if (!MATCHES[parameter.type](value)) {
    throw new ApiError(
      'InvalidParameter',
      `The type of parameter \`${name}\` is not valid: it must be of type ${parameter.type}.`,
    );
  }
}

export function missingParameter(name: string): ApiError {
  return new ApiError(
    'MissingParameter',
    `The request is missing a required parameter \`${name}\`.`,
  );
}
