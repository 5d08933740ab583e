const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** "48.2 MB"; decimal units, as disks and networks are sold. */
export function formatBytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? 'TB'}`;
}

/** The candidate that a mistyped word most likely means: at most one letter in four is off. */
export function closestMatch<Word extends string>(
  mistyped: string,
  candidates: readonly Word[],
): Word | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: getDistance(mistyped, candidate) }))
    .filter((found) => found.distance <= found.candidate.length / 4)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Levenshtein's: how many letters to add, remove or replace. */
function getDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) row = getNextRow(row, letter, to);
  return Number(row.at(-1));
}

function getNextRow(aboveRow: readonly number[], letter: string, to: string): number[] {
  let left = Infinity;
  let aboveLeft = Infinity;
  return aboveRow.map((above, column) => {
    left = Math.min(left + 1, above + 1, aboveLeft + (to[column - 1] === letter ? 0 : 1));
    aboveLeft = above;
    return left;
  });
}

/** Lines of a YAML mapping: values that YAML or GitHub would read otherwise are quoted. */
export function formatYamlLines(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}: ${formatYamlValue(value)}`);
}

/** A text as YAML reads it back, and as no expression of GitHub's. */
export function formatYamlValue(value: string): string {
  const isPlain =
    /^[a-z_][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value.replaceAll('${{', "${{ '${{' }}"));
}
