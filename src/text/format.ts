const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Formats a size: "48.2 MB". Units are decimal, as for disks and networks. */
export function formatBytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? 'TB'}`;
}

/**
 * Returns the candidate that a mistyped word most likely means, with at most one wrong letter in
 * four.
 */
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

/** Sorts candidates by the smallest distance of any of their words to a text. */
export function sortByCloseness<Candidate>(
  text: string,
  candidates: readonly Candidate[],
  wordsOf: (candidate: Candidate) => readonly string[],
): Candidate[] {
  const sought = text.toLowerCase();
  const distanceTo = (word: string) => {
    const isPart = word !== '' && (word.includes(sought) || sought.includes(word));
    return isPart ? Math.abs(word.length - sought.length) / 100 : getDistance(sought, word);
  };
  return candidates
    .map((candidate) => {
      const distances = wordsOf(candidate).map((word) => distanceTo(word.toLowerCase()));
      return { candidate, distance: Math.min(...distances) };
    })
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** Returns the Levenshtein distance: the number of letters to add, remove or replace. */
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

/** Returns the lines of a YAML mapping. Values that YAML or GitHub would interpret are quoted. */
export function formatYamlLines(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}: ${formatYamlValue(value)}`);
}

/**
 * Formats a value so that YAML reads it back unchanged and GitHub does not evaluate it as an
 * expression.
 */
export function formatYamlValue(value: string): string {
  const isPlain =
    /^[a-z_][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value.replaceAll('${{', "${{ '${{' }}"));
}
