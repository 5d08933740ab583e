/** `a`, `a or b`, `a, b or c`. */
export function enumerated(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** The candidate that a mistyped word most likely means: at most one letter in four is off. */
export function nearest<Word extends string>(
  mistyped: string,
  candidates: readonly Word[],
): Word | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distance(mistyped, candidate) }))
    .filter((found) => found.distance <= found.candidate.length / 4)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Levenshtein's: how many letters to add, remove or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) row = nextRow(row, letter, to);
  return Number(row.at(-1));
}

function nextRow(aboveRow: readonly number[], letter: string, to: string): number[] {
  let left = Infinity;
  let aboveLeft = Infinity;
  return aboveRow.map((above, column) => {
    left = Math.min(left + 1, above + 1, aboveLeft + (to[column - 1] === letter ? 0 : 1));
    aboveLeft = above;
    return left;
  });
}
