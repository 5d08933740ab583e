import { styleText } from 'node:util';
import type { ActionRun } from '../__tests__/support/process/run-action.ts';

const WIDTH = 92;

export function title(text: string): void {
  console.log(`\n${styleText(['bold', 'cyan'], text)}\n`);
}

export function paragraph(...lines: string[]): void {
  console.log(`${lines.join('\n')}\n`);
}

/** Lines in a frame that is open to the right, so that they can be copied. */
export function framed(heading: string, lines: readonly string[]): void {
  frameTop(heading);
  lines.forEach(framedLine);
  frameEnd();
}

export function frameTop(heading: string): void {
  const rule = '─'.repeat(Math.max(0, WIDTH - heading.length - 5));
  console.log(styleText('dim', `┌─ ${heading} ${rule}`));
}

export function framedLine(line: string): void {
  console.log(`${styleText('dim', '│')} ${line}`.trimEnd());
}

export function frameEnd(): void {
  console.log(`${styleText('dim', `└${'─'.repeat(WIDTH - 1)}`)}\n`);
}

/** One line of a step's standard output, as GitHub shows it; masks are for the runner alone. */
export function shownByGitHub(line: string): string[] {
  if (line === '::endgroup::') return [];
  if (line.startsWith('::group::')) return [`▾ ${line.slice('::group::'.length)}`];
  const [, command = '', message = ''] =
    /^::(add-mask|debug|notice|warning|error)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
  if (command === 'add-mask' || command === 'debug') return [];
  if (command === '') return [line];
  const [first = '', ...others] = message.replaceAll('%25', '%').split('%0A');
  return [`${command[0]?.toUpperCase() ?? ''}${command.slice(1)}: ${first}`, ...others];
}

export function outputLines({ outputs }: ActionRun): string[] {
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs).map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** Says whether something is as it should be, and gives it back. */
export function check(what: string, isTrue: boolean): boolean {
  console.log(isTrue ? `${styleText('green', '✔')} ${what}` : `${styleText('red', '✘')} ${what}`);
  return isTrue;
}
