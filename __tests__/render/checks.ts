import type { Case } from './case.ts';
import { problemsOfDiagrams } from './diagram-checks.ts';
import type { Seen } from './seen.ts';

/** What Markdown and tables are made into, and nothing else. */
const HARMLESS = new Set(
  'a blockquote br code details em h2 li ol p pre strong summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);

/** What is wrong with a summary as a reader sees it, a line each. */
export function problemsOf(expected: Case, seen: Seen): string[] {
  return [
    ...unless(Buffer.byteLength(expected.summary) < 1024 * 1024, 'it is over 1 MiB'),
    ...unless(seen.headings.length === 1, `it has the headings ${json(seen.headings)}`),
    ...unless(
      expected.heading.test(seen.headings[0] ?? ''),
      `its heading is ${json(seen.headings[0])}`,
    ),
    ...missing(expected, seen),
    ...unless(seen.overflow <= 0, `the page is ${seen.overflow} px wider than its window`),
    ...unless(
      seen.tables.flat().every((cells) => cells.some((cell) => cell !== '')),
      'a row of a table is empty',
    ),
    ...smuggled(seen),
    ...problemsOfDiagrams(expected, seen),
  ];
}

function missing({ facts, rows, steps, texts }: Case, seen: Seen): string[] {
  const folded = seen.folded.join('\n');
  return [
    ...texts.filter((text) => !seen.text.includes(text)).map((text) => `no text ${json(text)}`),
    ...facts.filter((fact) => !hasFact(seen, fact)).map((fact) => `no fact ${json(fact)}`),
    ...rows.filter((row) => !hasRow(seen, row)).map((row) => `no table has the row ${json(row)}`),
    ...steps.filter((step) => !folded.includes(step)).map((step) => `no folded ${json(step)}`),
    ...unless(!seen.text.includes('- uses:'), 'steps to copy are not folded'),
    ...unless(seen.folded.length > 0 || steps.length === 0, 'nothing is folded'),
  ];
}

function smuggled({ elements, handlers, links, requests, dialogs }: Seen): string[] {
  const strange = elements.filter((name) => !HARMLESS.has(name));
  const away = links.filter(
    (link) =>
      !/^https:\/\/(?:github\.com\/octo-org\/shop|console\.cloud\.tencent\.com)\//.test(link),
  );
  return [
    ...unless(strange.length === 0, `it has the elements ${strange.join(', ')}`),
    ...unless(handlers.length === 0, `it has the attributes ${handlers.join(', ')}`),
    ...unless(away.length === 0, `it links to ${away.join(', ')}`),
    ...unless(requests.length === 0, `it loads ${requests.join(', ')}`),
    ...unless(dialogs.length === 0, `it runs code: ${dialogs.join(', ')}`),
  ];
}

/** A list item that begins with the one and contains the other. */
function hasFact({ items }: Seen, [name, value]: readonly [string, string]): boolean {
  return items.some((item) => item.startsWith(name) && item.includes(value));
}

/** Cells are told by how they begin, which is the icon of a result. */
function hasRow({ tables }: Seen, row: readonly string[]): boolean {
  return tables
    .flat()
    .some((cells) =>
      row.every((text, column) =>
        text === '' ? cells[column] === '' : (cells[column]?.startsWith(text) ?? false),
      ),
    );
}

function unless(isGood: boolean, problem: string): string[] {
  return isGood ? [] : [problem];
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
