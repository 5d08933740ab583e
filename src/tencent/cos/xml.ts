/**
 * The few things that are read of COS's XML. No parser: the answers are flat, and what cannot be
 * read reads as "nothing".
 */

/**
 * The name of the outermost element; '' where there is none. White space before it is tolerated:
 * COS sends it to keep the connection alive while it completes a multipart upload.
 */
export function rootName(xml: string): string {
  return /^(?:\s+|<\?.*?\?>|<!--.*?-->)*<([\w:.-]+)/s.exec(xml)?.[1] ?? '';
}

/** The text of the first element of that name; '' where there is none. */
export function elementText(xml: string, name: string): string {
  const content = new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}\\s*>`, 's').exec(xml)?.[1] ?? '';
  const cdata = /^\s*<!\[CDATA\[(.*?)\]\]>\s*$/s.exec(content)?.[1];
  return cdata ?? unescapeXml(content).trim();
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const isHex = /x/i.test(name);
    const codePoint = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}
