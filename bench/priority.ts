import { readFileSync } from 'node:fs';

/** Returns a sentence, after a space, if the benchmark runs with real-time priority; or ''. */
export function notePriority(): string {
  return isRealTime()
    ? ' All processes had real-time priority (`chrt -f 10`), because the machine was busy.'
    : '';
}

/** Child processes inherit the priority. */
function isRealTime(): boolean {
  if (process.platform !== 'linux') return false;
  // proc(5): the 40th field is the real-time priority; the name in the second may have blanks.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[37]) > 0;
}
