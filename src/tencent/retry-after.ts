/**
 * Reads a `Retry-After` header, in ms: seconds, or a date relative to the response's own `Date`,
 * because this machine's clock may be wrong. `undefined` if missing or invalid.
 */
export function readRetryAfter(value: string, date: string): number | undefined {
  const trimmed = value.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1000);
  const waitMs = Date.parse(trimmed) - Date.parse(date);
  return trimmed !== '' && waitMs >= 0 ? waitMs : undefined;
}
