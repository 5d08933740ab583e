// Markdown tables for the documents. They are not padded, which keeps the files small: prettier
// leaves them alone between the comments that `wrapTable` puts around them.

/** A table as Markdown, without padding. */
export function formatTable([head, ...rows]) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts each table between the comments that have its name. Throws if a name has no comments. */
export function fillTables(page, tables) {
  return Object.entries(tables).reduce((filled, [name, rows]) => {
    const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    if (!block.test(filled)) throw new Error(`There is no <!-- ${name} --> to fill.`);
    return filled.replace(block, (_, begin, end) => `${begin}\n\n${wrapTable(rows)}\n\n${end}`);
  }, page);
}

/** A table that prettier leaves as it is. */
export function wrapTable(rows) {
  return `<!-- prettier-ignore -->\n${formatTable(rows)}`;
}

/** Text for a cell. */
export function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}

/** Text as code, nothing if there is none. */
export function formatCode(text) {
  return text ? `\`${text}\`` : '';
}
