const CONTINUE = /^HTTP\/1\.[01] 100[ \r][^]*?\r\n\r\n/;
/** The beginning of a "100 Continue" response, long enough to recognize it. */
const BEGINNING = 'HTTP/1.x 100 ';

/**
 * Removes a leading "100 Continue" from the bytes of a response. `isBegun` is false while only such
 * a response, or a part of one, has arrived; `rest` must then be prepended to the next bytes.
 */
export function dropContinue(bytes: Buffer): { readonly isBegun: boolean; readonly rest: Buffer } {
  let rest = bytes;
  for (let head = CONTINUE.exec(headOf(rest)); head; head = CONTINUE.exec(headOf(rest))) {
    rest = rest.subarray(head[0].length);
  }
  const begun = headOf(rest)
    .slice(0, BEGINNING.length)
    .replace(/^HTTP\/1\.[01]/, 'HTTP/1.x');
  // A head that never ends is left to the parser, which has limits.
  const isTooLong = rest.length > MAX_HEAD_BYTES;
  return { isBegun: isTooLong || !BEGINNING.startsWith(begun.replace('\r', ' ')), rest };
}

/** Longer than any head of an informational response. */
const MAX_HEAD_BYTES = 16 * 1024;

/** Decodes one character per byte. */
function headOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, MAX_HEAD_BYTES);
}
