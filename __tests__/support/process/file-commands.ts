/**
 * The names and values in a file that GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV names, read as the
 * runner does (FileCommandManager.cs, EnvFileKeyValuePairs): `name=value`, or a heredoc whose first
 * line is `name<<DELIMITER`. A later value replaces an earlier one. Throws where the runner would.
 */
export function readFileCommands(content: string): Record<string, string> {
  const lines = content.split('\n');
  const values: Record<string, string> = {};
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
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

function nameBefore(line: string, end: number): string {
  const name = line.slice(0, end);
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return name;
}

/** Takes the lines up to the delimiter, and the delimiter. */
function readHeredoc(lines: string[], delimiter: string): string {
  if (delimiter === '') throw new Error('Invalid value. Delimiter must not be empty');
  const end = lines.indexOf(delimiter);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  const value = lines.splice(0, end + 1);
  return value.slice(0, -1).join('\n');
}
