import { joinBlocks } from '../../text/markdown.ts';
import { truncate } from '../../text/sanitize.ts';
import type { RunRecord } from '../run-record.ts';
import { renderSummary } from './render-summary.ts';
import type { SummaryInput } from './summary-input.ts';

/** GitHub takes comments of at most 65,536 characters; what people add needs room, too. */
const MAX_LENGTH = 60_000;

/** The plan of a dry run as the comment of a pull request; '' for a step that was no dry run. */
export function renderPlanComment(record: RunRecord, input: SummaryInput): string {
  if (input.outcome.isBlocked === undefined) return '';
  return keepFitting(renderSummary(record, input).trimEnd());
}

/** A plan has no fence, so that it may end after any block. */
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
