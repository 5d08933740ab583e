import { EOL } from 'node:os';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import { message } from '../text/message.ts';
import { describeSystemError } from '../text/system-errors.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';

interface SummaryRuntime {
  readonly core: Pick<typeof import('@actions/core'), 'summary'>;
  readonly env: NodeJS.ProcessEnv;
}

/** The runner discards a larger summary completely. */
const MAX_BYTES = 1024 * 1024;
/** Room for the end of a truncated summary: a closing fence, the note and line breaks. */
const RESERVED_BYTES = 8 * 1024;

/**
 * Appends Markdown to the step's summary, truncated to the size that GitHub accepts. If it cannot
 * be written, logs a warning; if the runner has no summaries, a debug line. Never throws.
 */
export async function writeSummary(
  { core, env }: SummaryRuntime,
  log: Log,
  markdown: string,
  language: Language,
): Promise<void> {
  try {
    await core.summary.addRaw(truncateMarkdown(markdown, language), true).write();
  } catch (error) {
    core.summary.emptyBuffer();
    const why = describeSystemError(error);
    const text = message('github.summary-unwritable', { why });
    if (getEnv(env, 'GITHUB_STEP_SUMMARY') === undefined) log.debug(text);
    else log.warning(message('github.summary-not-written'), text);
  }
}

function truncateMarkdown(markdown: string, language: Language): string {
  if (getByteLength(markdown) + getByteLength(EOL) <= MAX_BYTES) return markdown;
  const kept = takeFirstLines(markdown, MAX_BYTES - RESERVED_BYTES);
  const note = `> ${formatText(message('github.summary-cut'), language)}`;
  return [...kept, ...closeFence(kept), '', note].join('\n');
}

/** Returns the leading lines, with line breaks, that fit into `maxBytes`. */
function takeFirstLines(markdown: string, maxBytes: number): string[] {
  const lines = markdown.split('\n');
  let used = 0;
  return lines.slice(
    0,
    lines.findIndex((line) => (used += getByteLength(line) + 1) > maxBytes),
  );
}

/** Returns the line that closes a fence left open by these lines, if there is one. */
function closeFence(lines: readonly string[]): string[] {
  let open: string | undefined;
  for (const line of lines) {
    const fence = /^ *`{3,}/.exec(line)?.[0];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (line.trim().length >= open.trim().length && fence === line) open = undefined;
  }
  return open === undefined ? [] : [open];
}

function getByteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
