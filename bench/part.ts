/** One part of the bench: what `npm run bench -- NAME` runs. */
export interface Part {
  readonly name: string;
  readonly run: (size: Size) => Promise<Section>;
}

/** `quick` shows that a part works; its numbers mean nothing. */
export type Size = 'whole' | 'quick';

/** What a part found out, for RESULTS.md and as JSON. */
export interface Section {
  readonly title: string;
  /** Markdown. */
  readonly text: readonly string[];
  readonly plots: readonly Plot[];
  readonly data: unknown;
}

export interface Plot {
  /** The file's name beside RESULTS.md. */
  readonly file: string;
  readonly svg: string;
}
