import type { ExpectedDiagram } from './diagram-checks.ts';
import type { Place } from './page.ts';

/** Markdown that the built action wrote, and what a reader must see in it: keys, no sentences. */
export interface Case extends ExpectedDiagram {
  name: string;
  /** Where GitHub shows it. */
  place: Place;
  /** The job summary, or the output `plan`. */
  summary: string;
  heading: RegExp;
  /** Visible on the page as they are. */
  texts: string[];
  /** Items of a list: how each begins, and what it contains. */
  facts: [string, string][];
  /** Rows of some table, by how their first cells begin. */
  rows: string[][];
  /** Lines of steps to copy, which are folded. */
  steps: string[];
}

/** What a case makes; what it leaves out is not expected. */
export type Made = Partial<Case> & Pick<Case, 'summary'>;

/** A case that expects nothing. */
export const NOTHING: Omit<Case, 'name' | 'summary'> = {
  place: 'summary',
  ...{ heading: /./, texts: [], facts: [], rows: [], steps: [], sections: [], bars: '', charts: 0 },
};

/** Signs that Markdown, HTML, Mermaid, GitHub or the runner would read as their own. */
export const HOSTILE = {
  script: '<script>alert(1)</script>',
  image: '<img src="https://evil.example/x.png" onerror="alert(2)">',
  table: '| a | b |',
  link: '[click](javascript:alert(3))',
  mermaid: 'x :crit, done\n section evil\n click a call alert()',
  fence: '```\n# out of the fence',
  mention: '@octocat #1 https://evil.example',
};
