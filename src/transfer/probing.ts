/**
 * While nothing gets through, one worker alone tries, and the others wait: each of their tries would
 * cost the bytes of a part.
 */
export interface Probing {
  /** Waits as long as another worker tries alone. */
  readonly pass: (worker: object) => Promise<void>;
  readonly onCut: (worker: object) => void;
  /** Something got through: all go on. */
  readonly onArrival: () => void;
}

/** Cuts in a row, nothing got through in between, before one worker tries alone. */
const CUTS_IN_A_ROW = 2;

export function createProbing(signal: AbortSignal): Probing {
  const waiting: (() => void)[] = [];
  let cuts = 0;
  let alone: object | undefined;
  const release = () => {
    [cuts, alone] = [0, undefined];
    for (const goOn of waiting.splice(0)) goOn();
  };
  // Who waits finds out by itself that the upload has been given up.
  signal.addEventListener('abort', release, { once: true });
  return {
    pass: async (worker) => {
      while (alone !== undefined && alone !== worker && !signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    onCut: (worker) => {
      cuts += 1;
      if (cuts >= CUTS_IN_A_ROW) alone ??= worker;
    },
    onArrival: release,
  };
}
