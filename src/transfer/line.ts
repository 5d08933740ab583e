/**
 * What an upload has learned about its network connection: how large parts may be, and how many
 * bytes one connection may carry. A device on the way may cut every connection after a few MB, and
 * the part in progress must then be sent again.
 */
export interface Line {
  /** Returns the length for the next part. */
  readonly partBytes: () => number;
  /** Whether a connection may still be used after it has carried `bytes` bytes. */
  readonly mayCarry: (bytes: number) => boolean;
  readonly onArrival: (bytes: number) => void;
  /**
   * Reports that a connection broke during a part, after it had carried complete parts of `carried`
   * bytes.
   */
  readonly onCut: (carried: number) => void;
  /** Reports that a part was too large for another reason than a broken connection. */
  readonly onTooMuch: () => void;
}

/** How many consecutive parts must succeed before larger parts are tried. */
const STEADY_PARTS = 16;

/**
 * `partBytes` is the smallest part; `largePartBytes` is for connections that have proved reliable.
 */
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
