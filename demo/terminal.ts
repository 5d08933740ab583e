import { styleText } from 'node:util';
import { published } from '../__tests__/render/published.ts';

const WIDTH = 80;

// A reader may close the pipe (`| head`); the demo then ends normally.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Handles each printed line. */
export type Print = (line: string) => void;

/** Prints a line as a user of the real API would see it, without the simulator's inputs. */
export const print: Print = (line) => {
  const shown = published(line);
  if (shown !== '' || line === '') console.log(shown);
};

/** The column in which the texts of the log's stages begin. */
const INDENT = 16;

/** Prints a line in the width of a terminal: stages wrap, other lines are cut. */
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

/** Prints lines in a frame that is open on the right, so that they can be copied. */
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

/** Prints whether a check succeeded, and returns the result. */
export function check(what: string, isTrue: boolean): boolean {
  print(isTrue ? `${styleText('green', '✔')} ${what}` : `${styleText('red', '✘')} ${what}`);
  return isTrue;
}
