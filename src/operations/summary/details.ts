import { fence, table, text } from '../../action/markdown.ts';
import { firstLines } from '../render.ts';

/** Of thousands of lines the first ones tell enough. */
const MOST_DETAILS = 30;

/** `The cloud says:  Not authorized.` */
const LABELLED = /^(\w[\w ]*): {2,}(.+)$/s;

/** The table of the target says it, too. */
const IN_TARGET = 'RequestId';

/**
 * What there is to know about the end, as Markdown: labelled lines as a table, a block that is
 * indented as it is, the rest as text. `without` are the names that a table of instances tells of.
 */
export function details(lines: readonly string[], without: ReadonlySet<string>): string {
  const further = lines.filter((line) => !without.has(line.slice(0, line.indexOf(':'))));
  const shown = firstLines(further, MOST_DETAILS);
  if (shown.some((line) => line.startsWith(' '))) return fence('text', shown);
  const rows = shown.flatMap((line) => {
    const [, label, value] = LABELLED.exec(line) ?? [];
    return label && value && label !== IN_TARGET ? [[text(label), text(value)]] : [];
  });
  const plain = shown.filter((line) => !LABELLED.test(line)).map(text);
  return [rows.length > 0 ? table(['', ''], rows) : '', plain.join('<br>')]
    .filter(Boolean)
    .join('\n\n');
}
