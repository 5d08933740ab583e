// Markdown tables for the documents. They are not padded, to keep the files small: `wrapTable` puts
// comments around them that make prettier ignore them.

/** Formats a Markdown table without padding. */
export function formatTable([head, ...rows]) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts each table between the comments with its name. Throws if a name has no comments. */
export function fillTables(page, tables) {
  return Object.entries(tables).reduce((filled, [name, rows]) => {
    const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    if (!block.test(filled)) throw new Error(`There is no <!-- ${name} --> to fill.`);
    return filled.replace(block, (_, begin, end) => `${begin}\n\n${wrapTable(rows)}\n\n${end}`);
  }, page);
}

/** Wraps a table so that prettier ignores it. */
export function wrapTable(rows) {
  return `<!-- prettier-ignore -->\n${formatTable(rows)}`;
}

/** Escapes text for a cell. */
export function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}

/** Formats text as code; '' if empty. */
export function formatCode(text) {
  return text ? `\`${text}\`` : '';
}
