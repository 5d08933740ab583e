/**
 * While the connection is broken, lets only one worker try and makes the others wait, because each
 * failed attempt wastes the bytes of a part.
 */
export interface Probing {
  /** Waits while another worker is the only one to try. */
  readonly pass: (worker: object) => Promise<void>;
  readonly onCut: (worker: object) => void;
  /** Reports a success: all workers continue. */
  readonly onArrival: () => void;
}

/** After this many consecutive broken connections, only one worker tries. */
const CUTS_IN_A_ROW = 2;

export function createProbing(signal: AbortSignal): Probing {
  const waiting: (() => void)[] = [];
  let cuts = 0;
  let alone: object | undefined;
  const release = () => {
    [cuts, alone] = [0, undefined];
    for (const goOn of waiting.splice(0)) goOn();
  };
  // Workers that wait check themselves whether the upload was aborted.
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
