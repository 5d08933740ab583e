// Writes the largest resident set of this process, in MiB, to file descriptor 3 when it ends.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(peak()));
});

/** On Linux reads /proc, because getrusage's value includes the parent process. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) / 1024;
}
