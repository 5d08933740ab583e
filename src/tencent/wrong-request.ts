import type { ApiError } from './api-errors.ts';

/**
 * Error codes for a request that is wrong: a parameter, a resource, an action or a region that does
 * not exist, or a runner's address that may not call the API. Source: the API's table of common
 * error codes (1252/68119) and the lists of the services.
 */
const WRONG_REQUEST: readonly RegExp[] = [
  /^(Invalid(Action|Parameter|ParameterValue|Request)|MissingParameter|UnknownParameter)(\.|$)/,
  /^(Unsupported(Operation|Protocol|Region)|NoSuch(Product|Version)|ActionOffline)(\.|$)/,
  /^(ResourceNotFound|IpInBlacklist|IpNotInWhitelist)(\.|$)/,
  /\.\w*Not(Exists?|Found)$/,
];

/** Returns true if the error code says that the request is wrong, so a retry would fail again. */
export function isWrongRequest({ code }: Pick<ApiError, 'code'>): boolean {
  return WRONG_REQUEST.some((pattern) => pattern.test(code));
}
