import { joinBlocks } from '../../text/markdown.ts';
import { truncate } from '../../text/sanitize.ts';
import type { RunRecord } from '../run-record.ts';
import { renderSummary } from './render-summary.ts';
import type { SummaryInput } from './summary-input.ts';

/** GitHub allows 65,536 characters in a comment; the rest is for text that workflows add. */
const MAX_LENGTH = 60_000;

/** Renders the plan of a dry run as a pull request comment; '' if the step was not a dry run. */
export function renderPlanComment(record: RunRecord, input: SummaryInput): string {
  if (input.outcome.isBlocked === undefined) return '';
  return keepFitting(renderSummary(record, input).trimEnd());
}

/** Cuts the plan after any block, which is safe because plans contain no fences. */
function keepFitting(markdown: string): string {
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
