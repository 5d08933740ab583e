import type { Row } from './judge-all.ts';
import type { Measurement } from './measurements.ts';
import type { Difference } from './recording/compare-model.ts';

/** What a run found out. */
export interface Report {
  /** What did not work, such as a dry run that failed. */
  readonly problems: readonly Measurement[];
  readonly rows: readonly Row[];
  readonly measurements: readonly Measurement[];
  readonly differences: readonly Difference[];
}

/** Formats the report as Markdown, which a terminal, a summary and an issue show alike. */
export function formatReport({ differences, measurements, problems, rows }: Report): string {
  const seen = rows.filter(({ finding }) => finding !== undefined);
  const open = rows.length - seen.length;
  const wrong = seen.filter(({ finding }) => finding?.holds === false).length;
  return [
    `## Assumptions: ${seen.length - wrong} hold, ${wrong} do not, ${open} not answered`,
    formatTable(['Assumption', 'Question', 'Assumed', 'Seen', 'Holds'], seen.map(formatRow)),
    ...formatOpen(rows),
    ...(problems.length > 0 ? ['## Failed', formatTable(['What', 'Seen'], problems)] : []),
    '## Measured',
    formatTable(['What', 'Seen'], measurements),
    `## Compared with the official package: ${differences.length} differences`,
    formatTable(
      ['Call', 'Field', 'Difference', 'Seen'],
      differences.map(({ action, kind, path, seen: value, service }) => [
        `${service}.${action}`,
        path,
        kind.replace('-', ' '),
        value,
      ]),
    ),
  ].join('\n\n');
}

function formatRow({ assumption, finding }: Row): string[] {
  const { assumed, id, question } = assumption;
  return [id, question, assumed, finding?.seen ?? '', finding?.holds === false ? '**no**' : 'yes'];
}

function formatOpen(rows: readonly Row[]): string[] {
  const ids = rows.filter(({ finding }) => !finding).map(({ assumption }) => assumption.id);
  return ids.length > 0 ? [`Not answered: ${ids.join(', ')}.`] : [];
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(formatCell).join(' | ')} |`).join('\n');
}

function formatCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}

/** The report for programs. */
export function toJson({ rows, ...report }: Report): string {
  const findings = rows.map(({ assumption, finding }) => ({ id: assumption.id, ...finding }));
  return JSON.stringify({ findings, ...report }, null, 2);
}
