import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Section } from './part.ts';

const FOLDER = new URL('./', import.meta.url);
const FILE = fileURLToPath(new URL('RESULTS.md', FOLDER));

/** Replaces a section of RESULTS.md and writes its plots next to it. */
export async function writeSection(name: string, section: Section): Promise<void> {
  // Jest cannot load it, and only this needs it.
  const { format, resolveConfig } = await import('prettier');
  for (const { file, svg } of section.plots) writeFileSync(new URL(file, FOLDER), svg);
  const filled = replaced(readFileSync(FILE, 'utf8'), name, markdown(name, section));
  writeFileSync(FILE, await format(filled, { ...(await resolveConfig(FILE)), filepath: FILE }));
}

/** Replaces the text between the markers of `name`. Throws if there are none. */
export function replaced(results: string, name: string, text: string): string {
  const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  if (!block.test(results)) throw new Error(`RESULTS.md has no marks for ${name}.`);
  return results.replace(block, (_, begin: string, end: string) =>
    [begin, '', text, '', end].join('\n'),
  );
}

export function markdown(name: string, { title, text, plots }: Section): string {
  return [
    `## ${title}`,
    ...text,
    ...plots.map(({ file }) => `![${file.replace('.svg', '').replaceAll('-', ' ')}](${file})`),
    `Repeat it: \`npm run bench -- ${name}\`. Measured on ${machine()}.`,
  ].join('\n\n');
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = (cpu?.model ?? 'unknown').trim();
  return `Node ${process.versions.node}, ${cpus().length} × ${model}, ${memory} GiB`;
}
