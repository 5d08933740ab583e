/** One part of the benchmark, which `npm run bench -- NAME` runs. */
export interface Part {
  readonly name: string;
  readonly run: (size: Size, more?: More) => Promise<Section>;
}

/** What else the command may be given. */
export interface More {
  /** The `dist/index.js` of an earlier build, to be measured beside. */
  readonly before?: string | undefined;
  /** Measures only what has this text in its name. */
  readonly only?: string | undefined;
}

/** `quick` only proves that a part works; its numbers mean nothing. */
export type Size = 'whole' | 'quick';

/** The result of a part, for RESULTS.md and as JSON. */
export interface Section {
  readonly title: string;
  /** Markdown. */
  readonly text: readonly string[];
  readonly plots: readonly Plot[];
  readonly data: unknown;
}

export interface Plot {
  /** The file's name next to RESULTS.md. */
  readonly file: string;
  readonly svg: string;
}
