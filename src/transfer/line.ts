/**
 * What an upload has learned about its line: how large parts may be, and how much one connection
 * may carry. Something on the way may cut each connection after a few MB, and what was in progress
 * then is sent again.
 */
export interface Line {
  /** The length that the next part should have. */
  readonly partBytes: () => number;
  /** Whether a connection may be used until it has carried so many bytes. */
  readonly mayCarry: (bytes: number) => boolean;
  readonly onArrival: (bytes: number) => void;
  /** A connection was cut in the middle of a part, after parts of so many bytes had got through. */
  readonly onCut: (carried: number) => void;
  /** A part was too much for the line, for another reason than its connection. */
  readonly onTooMuch: () => void;
}

/** How many parts have to get through, none of them cut, before the line is trusted with more. */
const STEADY_PARTS = 16;

/** `partBytes` is the least that COS takes; `largePartBytes` is for lines that have shown they are good. */
export function createLine(partBytes: number, largePartBytes: number): Line {
  const steadyBytes = STEADY_PARTS * partBytes;
  let isTrusted = false;
  let limit = Infinity;
  let steady = 0;
  const distrust = (bytes: number) => {
    limit = Math.min(limit, Math.max(partBytes, bytes));
    [isTrusted, steady] = [false, 0];
  };
  return {
    partBytes: () => (isTrusted ? largePartBytes : partBytes),
    mayCarry: (bytes) => bytes <= limit,
    onArrival: (bytes) => {
      steady += bytes;
      if (steady < steadyBytes) return;
      steady = 0;
      limit *= 2;
      isTrusted = limit >= steadyBytes;
    },
    onCut: distrust,
    onTooMuch: () => {
      distrust(Infinity);
    },
  };
}
