// Says the largest resident set of this process, in MiB, on file descriptor 3 when it ends.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS / 1024));
});
