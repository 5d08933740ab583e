import { parseArgs } from 'node:util';
import { growth } from './growth/part.ts';
import type { Part } from './part.ts';
import { polls } from './polls/part.ts';
import { writeSection } from './results.ts';
import { road } from './road/part.ts';
import { scale } from './scale/part.ts';
import { startup } from './startup/part.ts';
import { transfers } from './transfers/part.ts';
import { verify } from './verify.ts';

const PARTS: readonly Part[] = [startup, polls, scale, transfers, growth, road, verify];

const HELP = `npm run bench [-- [--quick] [--before INDEX_JS] [PART ...]]

Measures, prints tables and JSON, and writes bench/RESULTS.md.
Parts: ${PARTS.map(({ name }) => name).join(', ')}; without a name all of them.
--quick only shows that they run; nothing is written.
--before is the dist/index.js of an earlier build, which the part road measures beside.
--only limits the part road to the transfers with this text in their name, such as
"download, no cuts"; nothing is written.`;

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    before: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (values.help || unknown.length > 0) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
} else {
  await run(PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)));
}

async function run(parts: readonly Part[]): Promise<void> {
  const data: Record<string, unknown> = {};
  for (const part of parts) {
    const startedAt = performance.now();
    const { before, only } = values;
    const section = await part.run(values.quick ? 'quick' : 'whole', { before, only });
    data[part.name] = section.data;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(['', `## ${section.title} (${seconds} s)`, ...section.text].join('\n\n'));
    if (!values.quick && only === undefined) await writeSection(part.name, section);
  }
  console.log(`\n${JSON.stringify(data)}`);
}
