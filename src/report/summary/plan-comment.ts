/** GitHub takes comments of at most 65,536 characters; what people add needs room, too. */
const MAX_LENGTH = 60_000;
/** An environment variable, by which a workflow hands it on, takes less than 128 KiB on Linux. */
const MAX_BYTES = 120_000;

/** Says that there was more. */
const CUT = '\n\n…';

/**
 * The summary of a dry run as the comment of a pull request: as many of its lines as fit. A plan has
 * no fence, so that it may end after any line.
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
