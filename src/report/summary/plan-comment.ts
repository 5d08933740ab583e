import { joinBlocks } from '../../text/markdown.ts';
import { truncate } from '../../text/sanitize.ts';

/** GitHub takes comments of at most 65,536 characters; what people add needs room, too. */
const MAX_LENGTH = 60_000;

/**
 * The summary of a dry run as the comment of a pull request: as many of its lines as fit. A plan has
 * no fence, so that it may end after any line.
 */
export function cutPlan(summary: string): string {
  const markdown = summary.trimEnd();
  if (markdown.length <= MAX_LENGTH) return markdown;
  const kept: string[] = [];
  let length = 0;
  for (const line of markdown.split('\n')) {
    length += line.length + 1;
    if (length > MAX_LENGTH - 2) break;
    kept.push(line);
  }
  const shown = joinBlocks([kept.join('\n').trimEnd(), '…']);
  return truncate(shown, MAX_LENGTH);
}
