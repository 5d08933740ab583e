import { readUrlUser } from '../tencent/url-user.ts';

/** Where a probe goes, and as whom. */
export interface ProbeAddress {
  /** The scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  /** The value of the `Authorization` header for the user information; '' if there is none. */
  readonly authorization: string;
}

/**
 * Splits a URL so that its user information (`user:password@`) is only in the `Authorization`
 * header. Returns `undefined` if it is not an http or https URL.
 */
export function toProbeAddress(url: string): ProbeAddress | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return undefined;
  const { origin, pathname, search } = parsed;
  const path = pathname + search;
  const { token } = readUrlUser(parsed);
  return { origin, path, authorization: token === undefined ? '' : `Basic ${token}` };
}
