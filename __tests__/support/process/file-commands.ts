import { isWindows } from '../platform.ts';

/** A line of a file, and what ended it. */
interface Line {
  readonly text: string;
  readonly end: string;
}

/**
 * The names and values in a file that GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV names, read as the
 * runner does (FileCommandManager.cs, EnvFileKeyValuePairs): `name=value`, or a heredoc whose first
 * line is `name<<DELIMITER`. A later value replaces an earlier one. Only on Windows does CRLF end a
 * line; elsewhere the CR belongs to it. Throws where the runner would.
 */
export function readFileCommands(content: string, onWindows = isWindows): Record<string, string> {
  const lines = splitLines(content, onWindows ? /\r\n|\n/g : /\n/g);
  const values: Record<string, string> = {};
  for (let next = lines.shift(); next !== undefined; next = lines.shift()) {
    const line = next.text;
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[nameBefore(line, equals)] = line.slice(equals + 1);
    } else if (heredoc >= 0) {
      values[nameBefore(line, heredoc)] = readHeredoc(lines, line.slice(heredoc + 2));
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return values;
}

function splitLines(content: string, lineEnd: RegExp): Line[] {
  const ends = [...content.matchAll(lineEnd)].map(([end]) => end);
  return content.split(lineEnd).map((text, index) => ({ text, end: ends[index] ?? '' }));
}

function nameBefore(line: string, end: number): string {
  const name = line.slice(0, end);
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return name;
}

/** Takes the lines up to the delimiter, and the delimiter. */
function readHeredoc(lines: Line[], delimiter: string): string {
  if (delimiter === '') throw new Error('Invalid value. Delimiter must not be empty');
  const end = lines.findIndex(({ text }) => text === delimiter);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  const value = lines.splice(0, end + 1).slice(0, -1);
  return value
    .map(({ text, end: lineEnd }, index) => (index < value.length - 1 ? text + lineEnd : text))
    .join('');
}
