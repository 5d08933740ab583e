const CONTINUE = /^HTTP\/1\.[01] 100[ \r][^]*?\r\n\r\n/;
/** How the head of an informational answer begins, as much of it as tells it from any other. */
const BEGINNING = 'HTTP/1.x 100 ';

/**
 * The bytes of an answer without the "100 Continue" that may stand before it. `isBegun` is false if
 * nothing but such an answer, or a part of one, has come so far: then `rest` belongs before what follows.
 */
export function dropContinue(bytes: Buffer): { readonly isBegun: boolean; readonly rest: Buffer } {
  let rest = bytes;
  for (let head = CONTINUE.exec(headOf(rest)); head; head = CONTINUE.exec(headOf(rest))) {
    rest = rest.subarray(head[0].length);
  }
  const begun = headOf(rest)
    .slice(0, BEGINNING.length)
    .replace(/^HTTP\/1\.[01]/, 'HTTP/1.x');
  return { isBegun: !BEGINNING.startsWith(begun.replace('\r', ' ')), rest };
}

/** Longer than any head of an informational answer. */
const MAX_HEAD_BYTES = 16 * 1024;

/** One character for each byte. */
function headOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, MAX_HEAD_BYTES);
}
