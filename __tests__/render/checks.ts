import type { Seen } from './browser.ts';
import type { Case } from './cases.ts';

/** What Markdown and tables are made into, and nothing else. */
const HARMLESS = new Set(
  'a blockquote br code em h2 li ol p pre strong table tbody td th thead tr ul'.split(' '),
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
    ...expected.texts
      .filter((text) => !seen.text.includes(text))
      .map((text) => `it does not say ${json(text)}`),
    ...expected.rows
      .filter((row) => !hasRow(seen, row))
      .map((row) => `no table has the row ${json(row)}`),
    ...smuggled(seen),
    ...problemsOfDiagrams(expected, seen),
  ];
}

function smuggled({ elements, handlers, links, requests, dialogs }: Seen): string[] {
  const strange = elements.filter((name) => !HARMLESS.has(name));
  const away = links.filter((link) => !link.startsWith('https://github.com/octo-org/shop/'));
  return [
    ...unless(strange.length === 0, `it has the elements ${strange.join(', ')}`),
    ...unless(handlers.length === 0, `it has the attributes ${handlers.join(', ')}`),
    ...unless(away.length === 0, `it links to ${away.join(', ')}`),
    ...unless(requests.length === 0, `it loads ${requests.join(', ')}`),
    ...unless(dialogs.length === 0, `it runs code: ${dialogs.join(', ')}`),
  ];
}

function problemsOfDiagrams({ sections, labels }: Case, { diagrams }: Seen): string[] {
  if (sections.length === 0) return unless(diagrams.length === 0, 'it has a diagram of nothing');
  const [diagram, ...more] = diagrams;
  if (diagram === undefined || more.length > 0) return [`it has ${diagrams.length} diagrams`];
  if (diagram.error !== '') return [`Mermaid does not draw it: ${diagram.error}`];
  const { bars, height, lefts, width } = diagram;
  return [
    ...unless(json(diagram.sections) === json(sections), `sections: ${json(diagram.sections)}`),
    ...labels
      .filter((label) => !diagram.labels.includes(label))
      .map((label) => `no bar is called ${json(label)}: ${json(diagram.labels)}`),
    ...unless(bars >= labels.length, `${bars} bars are drawn`),
    ...unless(width > 300 && height > 50, `it is drawn ${width} by ${height}`),
    ...unless(new Set(lefts).size === lefts.length, `bars begin at the same time: ${json(lefts)}`),
  ];
}

function hasRow({ tables }: Seen, row: readonly string[]): boolean {
  return tables.flat().some((cells) => row.every((text, column) => cells[column] === text));
}

function unless(isGood: boolean, problem: string): string[] {
  return isGood ? [] : [problem];
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
