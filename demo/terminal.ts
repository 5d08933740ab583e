import { styleText } from 'node:util';
import { published } from '../__tests__/render/published.ts';

const WIDTH = 80;

// A reader that closes the pipe, `| head` for one, is no error; the demo ends as it would have.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** What to do with each line that is printed. */
export type Print = (line: string) => void;

/** Prints a line as a user of the real cloud would see it; what leads to the simulator is left out. */
export const print: Print = (line) => {
  const shown = published(line);
  if (shown !== '' || line === '') console.log(shown);
};

/** Where the texts of the log's stages begin. */
const INDENT = 16;

/** The same in the width of a terminal: what a stage says goes on in the next line, the rest is cut. */
export const printShort: Print = (line) => {
  const shown = published(line);
  const end = shown.lastIndexOf(' ', WIDTH);
  if (shown.length <= WIDTH) print(shown);
  else if (!shown.startsWith('▸') || end < INDENT) print(`${shown.slice(0, WIDTH - 1)}…`);
  else {
    print(shown.slice(0, end));
    printShort(`${' '.repeat(INDENT)}${shown.slice(end + 1)}`);
  }
};

export function title(text: string): void {
  print(`\n${styleText(['bold', 'cyan'], text)}`);
}

/** Lines in a frame that is open to the right, so that they can be copied. */
export function framed(heading: string, lines: readonly string[]): void {
  frameTop(heading);
  lines.forEach(framedLine);
  frameEnd();
}

export function frameTop(heading: string): void {
  const rule = '─'.repeat(Math.max(0, WIDTH - heading.length - 4));
  print(styleText('dim', `┌─ ${heading} ${rule}`));
}

export const framedLine: Print = (line) => {
  const shown = published(line);
  if (shown !== '' || line === '') print(`${styleText('dim', '│')} ${shown}`.trimEnd());
};

export function frameEnd(): void {
  print(`${styleText('dim', `└${'─'.repeat(WIDTH - 1)}`)}\n`);
}

/** Says whether something is as it should be, and returns it. */
export function check(what: string, isTrue: boolean): boolean {
  print(isTrue ? `${styleText('green', '✔')} ${what}` : `${styleText('red', '✘')} ${what}`);
  return isTrue;
}
