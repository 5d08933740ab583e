/** Where a probe goes, and as whom. */
export interface ProbeAddress {
  /** The URL without user information, as it may be shown. */
  readonly url: string;
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
  const { origin, pathname, search, username, password } = parsed;
  const path = pathname + search;
  if (username === '' && password === '') return { url, origin, path, authorization: '' };
  const user = `${decode(username)}:${decode(password)}`;
  const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  parsed.username = '';
  parsed.password = '';
  return { url: parsed.href, origin, path, authorization };
}

/**
 * Returns what has to be masked of a URL: the password, or a user without one, which may be a token;
 * as it is in the URL, decoded, and as it is sent.
 */
export function listUrlSecrets(url: string): string[] {
  const parsed = URL.parse(url);
  const secret = parsed?.password || parsed?.username || '';
  if (secret === '') return [];
  const sent = toProbeAddress(url)?.authorization.replace('Basic ', '') ?? '';
  return [secret, decode(secret), sent];
}

/** Decodes a text, or returns it unchanged if it contains a stray percent sign. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
