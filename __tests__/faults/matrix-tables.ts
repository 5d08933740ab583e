import { FAULT_KINDS } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';
import type { Judgement } from './judge-run.ts';

/** A case that was run: `isStruck` tells whether the fault came at all. */
export interface Result {
  readonly fault: FaultCase;
  readonly judgement: Judgement;
}

type End = Judgement['end'];

export function countOf(results: readonly Result[], end: End): number {
  return results.filter(({ judgement }) => judgement.end === end).length;
}

/** Faults down, operations across. */
export function faultTable(results: readonly Result[]): string {
  const operations = unique(results.map(({ fault }) => fault.scenario.operation));
  const rows = FAULT_KINDS.cos.map((kind) => {
    const same = results.filter(({ fault }) => fault.kind === kind);
    const cells = operations.map((operation) =>
      cell(same.filter(({ fault }) => fault.scenario.operation === operation)),
    );
    return [`\`${kind}\``, ...cells, cell(same)];
  });
  const totals = operations.map((operation) =>
    cell(results.filter(({ fault }) => fault.scenario.operation === operation)),
  );
  const heads = ['fault', ...operations.map((name) => `\`${name}\``), 'all'];
  return markdown(heads, [...rows, ['**all**', ...totals, cell(results)]]);
}

/** Each call of each scenario. */
export function callTable(results: readonly Result[]): string {
  const keys = unique(results.map(({ fault }) => rowOf(fault).join('\n')));
  const rows = keys.map((key) => {
    const same = results.filter(({ fault }) => rowOf(fault).join('\n') === key);
    const [operation = '', name = '', call = ''] = key.split('\n');
    const ends = (['survived', 'red', 'violated'] as const).map((end) => countOf(same, end));
    return [`\`${operation}\``, name, `\`${call}\``, ...[same.length, ...ends].map(String)];
  });
  const heads = ['operation', 'use', 'call', 'cases', 'survived', 'red', 'violated'];
  return markdown(heads, rows);
}

function rowOf({ scenario, call }: FaultCase): string[] {
  return [scenario.operation, scenario.name, call];
}

/** "31 + 8": survived, and red and truthful; violations where there are any. */
function cell(results: readonly Result[]): string {
  if (results.length === 0) return '';
  const violated = countOf(results, 'violated');
  const held = `${countOf(results, 'survived')} + ${countOf(results, 'red')}`;
  return violated === 0 ? held : `${held}, **${violated} violated**`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** A table that is aligned in the source too. */
function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(3, ...all.map((row) => width(row[column]))));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((count) => '-'.repeat(count)).join(' | ')} |`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}

function width(text = ''): number {
  return text.length;
}
