const COMMAND = /^::(add-mask|debug|notice|warning|error|group|endgroup)(?: [^:]*)?::(.*)$/;

/** One line of a step's standard output as GitHub shows it; masks are for the runner alone. */
export function shownByGitHub(line: string): string[] {
  const [, command = '', message = ''] = COMMAND.exec(line) ?? [];
  if (command === '') return [line];
  if (command === 'group') return [`▾ ${message}`];
  if (!['notice', 'warning', 'error'].includes(command)) return [];
  const [first = '', ...others] = message.replaceAll('%25', '%').split('%0A');
  return [`${command[0]?.toUpperCase() ?? ''}${command.slice(1)}: ${first}`, ...others];
}

/** The same without details: what the stages say, and the progress. */
export function essenceOf(line: string): string[] {
  return shownByGitHub(line).filter((shown) => /^(?:▸| {2}\d\d:\d\d)/.test(shown));
}

/** What every step begins with. */
export function isPreparation(line: string): boolean {
  return /^▸ (?:Credentials|Target|Console)\b/.test(line);
}
