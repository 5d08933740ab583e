/** The source of the product with one rule taken back. */
export interface Mutation {
  /** The rule that is missing, as a short sentence. */
  readonly name: string;
  /** The part of the explorer that is to find it. */
  readonly part: string;
  readonly edits: readonly Edit[];
  /** Why no run can find it; left out where one has to. */
  readonly hidden?: string;
}

/** A text that its file has once, and what stands in its place. */
export interface Edit {
  /** From `src/` on. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The text of a file with the edits that are meant for it; throws where one does not fit exactly once. */
export function applyEdits(file: string, text: string, edits: readonly Edit[]): string {
  return edits
    .filter((edit) => edit.file === file)
    .reduce((edited, { from, to }) => {
      const [before, after, ...more] = edited.split(from);
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Error(`${file} has this text ${more.length + 1} times instead of once: ${from}`);
      }
      return before + to + after;
    }, text);
}
