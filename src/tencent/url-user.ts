/** The user information of a URL (`user:password@`). */
export interface UrlUser {
  /** For an `Authorization` header of the scheme Basic; `undefined` if the URL has no user. */
  readonly token?: string;
  /** What must be masked: the password as given, decoded, and as it is sent. */
  readonly secrets: readonly string[];
}

/**
 * Returns the user's token and secrets. A user name without a password is an access token, so it is
 * secret.
 */
export function readUrlUser(url: URL | null): UrlUser {
  if (!url?.username && !url?.password) return { secrets: [] };
  const [user, password] = [decode(url.username), decode(url.password)];
  const token = Buffer.from(`${user}:${password}`).toString('base64');
  const secrets = url.password === '' ? [url.username, user] : [url.password, password];
  return { token, secrets: [...secrets, token] };
}

/** Decodes a text, or returns it unchanged if it contains a stray percent sign. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
