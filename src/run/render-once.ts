import type { RunRecord } from '../report/run-record.ts';
import { renderSummary } from '../report/summary/render-summary.ts';
import type { SummaryInput } from '../report/summary/summary-input.ts';

/**
 * The job summary, rendered when it is first asked for: a dry run shows it as an output, too, and a
 * step with `summary: false` may not need it.
 */
export function renderOnce(record: RunRecord, input: SummaryInput): () => string {
  let rendered: string | undefined;
  return () => (rendered ??= renderSummary(record, input));
}
