/** What the simulator makes up, by names that stay: the n-th pod that the log speaks of, and so on. */
const VOLATILE: readonly (readonly [string, RegExp])[] = [
  ['revision', /\brevision-[a-z0-9]{8}\b/g],
  ['pod', /\bshop-api-[a-z0-9]{5}\b/g],
  ['endpoint', /\b127\.0\.0\.1:\d+/g],
  ['request', /(?:\b|(?<=_))[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g],
];

/** A text in which only what the simulator makes up has other names. */
export function steady(text: string): string {
  return VOLATILE.reduce((result, [name, pattern]) => {
    const seen = [...new Set(result.match(pattern))];
    return result.replace(pattern, (found) => `${name}-${seen.indexOf(found) + 1}`);
  }, text);
}

/** Without the names that the simulator makes up. */
export function unnamed(text: string): string {
  return VOLATILE.reduce((result, [name, pattern]) => result.replace(pattern, name), text);
}
