/** GitHub allows 65,536 characters in a comment; the rest is for text that workflows add. */
const MAX_LENGTH = 60_000;
/** Linux limits an environment variable to 128 KiB, and workflows pass the plan in one. */
const MAX_BYTES = 120_000;

/** Marks that the plan was cut. */
const CUT = '\n\n…';

/**
 * Returns the summary of a dry run as a pull request comment, cut after a line if it is too long.
 * Plans contain no fences, so a cut after any line is safe.
 */
export function cutPlan(summary: string): string {
  const markdown = summary.trimEnd();
  if (fits(markdown)) return markdown;
  const lines = markdown.split('\n');
  let length = 0;
  let bytes = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    bytes += Buffer.byteLength(line) + 1;
    return length > MAX_LENGTH - CUT.length || bytes > MAX_BYTES - Buffer.byteLength(CUT);
  });
  return `${lines.slice(0, end).join('\n').trimEnd()}${CUT}`;
}

function fits(markdown: string): boolean {
  return markdown.length <= MAX_LENGTH && Buffer.byteLength(markdown) <= MAX_BYTES;
}
