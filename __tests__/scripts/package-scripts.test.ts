import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly scripts: Readonly<Record<string, string>> };

// On Windows, npm runs scripts in cmd.exe, which knows neither POSIX commands nor single quotes.
it.each(Object.entries(scripts))('npm run %s needs no POSIX shell', (_, script) => {
  for (const command of script.split(' && ')) {
    expect(command).toMatch(/^(?:depcruise|eslint|node|npm run|prettier|tsc)(?: |$)/);
    expect(command.replace(/"[^"]*"/g, '')).not.toMatch(/['$*;|<>`]/);
  }
});
