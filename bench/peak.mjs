// Says the largest resident set of this process, in MiB, on file descriptor 3 when it ends.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(peak()));
});

/** What getrusage says on Linux counts the process that started this one as well. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) / 1024;
}
