/**
 * Percent-encodes everything but `A-Z a-z 0-9 - _ . ~`, as the COS signature asks for it.
 * Throws a URIError for text that is no well-formed Unicode.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, asPercent);
}

function asPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
