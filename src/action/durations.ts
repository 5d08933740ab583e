const DURATION =
  /^(?:(?<hours>\d+)h)?(?:(?<minutes>\d+)m)?(?:(?<seconds>\d+)s)?(?:(?<milliseconds>\d+)ms)?$/;

const MILLISECONDS = {
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
} as const;

/**
 * The milliseconds of a duration such as `90s`, `30m`, `1h30m` or `500ms`: whole numbers with
 * units, the largest first. Undefined where the text is none, or too large to be exact.
 */
export function parseDuration(text: string): number | undefined {
  const parts = text === '' ? undefined : DURATION.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const total = Object.entries(MILLISECONDS).reduce(
    (sum, [unit, milliseconds]) => sum + Number(parts[unit] ?? 0) * milliseconds,
    0,
  );
  return Number.isSafeInteger(total) ? total : undefined;
}
