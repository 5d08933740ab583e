const COMMAND = /^::(add-mask|debug|notice|warning|error|group|endgroup)(?: [^:]*)?::(.*)$/;

/** Returns a line of a step's stdout as GitHub shows it; masks are only for the runner. */
export function shownByGitHub(line: string): string[] {
  const [, command = '', message = ''] = COMMAND.exec(line) ?? [];
  if (command === '') return [line];
  if (command === 'group') return [`▾ ${message}`];
  if (!['notice', 'warning', 'error'].includes(command)) return [];
  const [first = '', ...others] = message.replaceAll('%25', '%').split('%0A');
  return [`${command[0]?.toUpperCase() ?? ''}${command.slice(1)}: ${first}`, ...others];
}

/** Returns only the stages and the progress. */
export function essenceOf(line: string): string[] {
  return shownByGitHub(line).filter((shown) => /^(?:▸| {2}\d\d:\d\d)/.test(shown));
}

/** Whether a line is part of the preparation that every step begins with. */
export function isPreparation(line: string): boolean {
  return /^▸ (?:Credentials|Target|Console)\b/.test(line);
}
