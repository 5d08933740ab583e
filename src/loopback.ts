/** True for a URL of this machine: localhost, 127.0.0.0/8 or ::1. Plain http may go there alone. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
