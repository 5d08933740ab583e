/**
 * Whether a URL points to this machine (localhost, 127.0.0.0/8 or ::1). Plain HTTP is allowed only
 * there.
 */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
