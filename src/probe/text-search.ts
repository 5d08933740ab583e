/** Searches a text in bytes that arrive in pieces. */
export interface TextSearch {
  readonly add: (bytes: Buffer) => void;
  readonly isFound: () => boolean;
}

/**
 * Creates a search for a text in UTF-8; no text is always found. Keeps no more than the length of
 * the text, because a piece of one byte can be a view of a large buffer.
 */
export function createTextSearch(text = ''): TextSearch {
  const wanted = Buffer.from(text);
  let isFound = wanted.length === 0;
  let tail = Buffer.alloc(0);
  return {
    isFound: () => isFound,
    add: (bytes) => {
      if (isFound) return;
      const searched = Buffer.concat([tail, bytes]);
      isFound = searched.includes(wanted);
      const kept = Math.min(searched.length, wanted.length - 1);
      tail = Buffer.from(searched.subarray(searched.length - kept));
    },
  };
}
