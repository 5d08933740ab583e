/** How far a transfer is. `total` is `undefined` where the other side does not tell. */
export interface Progress {
  /** May go back: what is sent or fetched again counts once. */
  readonly bytes: number;
  readonly total: number | undefined;
}

/** Called for each chunk, many times a second: the caller decides what to show of it. */
export type OnProgress = (progress: Progress) => void;

/** Adds up what parallel pieces have done. */
export function createProgress(total: number, onProgress: OnProgress) {
  let bytes = 0;
  return {
    /** A counter of one piece; `begin` takes back what its earlier try counted. */
    piece: () => {
      let counted = 0;
      const add = (more: number) => {
        counted += more;
        bytes += more;
        onProgress({ bytes, total });
      };
      return {
        begin: () => {
          add(-counted);
        },
        add,
      };
    },
  };
}

export type PartProgress = ReturnType<ReturnType<typeof createProgress>['piece']>;
