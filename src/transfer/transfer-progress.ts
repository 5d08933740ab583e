/** How far a transfer is. `total` is `undefined` where the other side does not tell. */
export interface Progress {
  /** May go back: what is sent or fetched again counts once. */
  readonly bytes: number;
  readonly total: number | undefined;
}

/** Called for each chunk, many times a second: the caller decides what to show of it. */
export type OnProgress = (progress: Progress) => void;

/** Adds up what the parts of one transfer have done. */
export interface ProgressCounter {
  readonly startPart: () => PartProgress;
}

export interface PartProgress {
  /** The part is sent (again): what its earlier try counted is subtracted. */
  readonly begin: () => void;
  readonly add: (bytes: number) => void;
}

export function createProgress(total: number, onProgress: OnProgress): ProgressCounter {
  let bytes = 0;
  return {
    startPart: () => {
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
