import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCode, formatCodeBlock, formatTable, joinBlocks } from '../../src/text/markdown.ts';
import { formatText } from '../../src/text/format-text.ts';
import { message } from '../../src/text/message.ts';
import { writeSummary } from '../../src/github/job-summary.ts';
import { createLog } from '../../src/github/log.ts';
import { recordingCore } from '../operations/recorder.ts';
import { FULL_DISK, itWithFullDisk } from '../support/platform-tests.ts';
import { anyUnicode } from '../support/unicode.ts';

const MEBIBYTE = 1_048_576;
const NOTE = `> ${formatText(message('github.summary-cut'), 'en-US')}${EOL}`;

/** The real summary of the toolkit, as a fresh process has it. */
const Summary = core.summary.constructor as new () => typeof core.summary;

let folder = '';
let file = '';
const variable = process.env.GITHUB_STEP_SUMMARY;

/** Writes a summary as a fresh process does; gives what is left of it, and what was said. */
async function write(markdown: string) {
  const summary = new Summary();
  const { core: logging, recorded } = recordingCore();
  await writeSummary(
    { core: { summary }, env: process.env },
    createLog(logging),
    markdown,
    'en-US',
  );
  return { summary, ...recorded };
}

async function written(markdown: string): Promise<string> {
  writeFileSync(file, '');
  await write(markdown);
  return readFileSync(file, 'utf8');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'summary-'));
  file = join(folder, 'summary.md');
  process.env.GITHUB_STEP_SUMMARY = file;
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  if (variable === undefined) delete process.env.GITHUB_STEP_SUMMARY;
  else process.env.GITHUB_STEP_SUMMARY = variable;
});

describe('the summary', () => {
  it('is appended to the file of the step', async () => {
    writeFileSync(file, 'before\n');
    await write('## ✅ done');
    expect(readFileSync(file, 'utf8')).toBe(`before\n## ✅ done${EOL}`);
  });

  it('is a line in the debug log where there is no file', async () => {
    delete process.env.GITHUB_STEP_SUMMARY;
    const { annotations, debug, summary } = await write('## lost');
    expect(debug).toEqual([expect.stringMatching(/Unable to find environment variable/)]);
    expect(annotations).toEqual([]);
    expect(summary.isEmptyBuffer()).toBe(true);
  });

  async function expectWarning(path: string, code: string): Promise<void> {
    process.env.GITHUB_STEP_SUMMARY = path;
    const { annotations, summary } = await write('## lost');
    expect(annotations).toMatchObject([
      { kind: 'warning', message: expect.stringContaining(code) },
    ]);
    expect(summary.isEmptyBuffer()).toBe(true);
  }

  it('is a warning if its file does not exist', async () => {
    await expectWarning(join(folder, 'none.md'), '');
  });

  itWithFullDisk('is a warning if its disk is full', async () => {
    await expectWarning(FULL_DISK, 'ENOSPC');
  });

  it('is whole up to the size that GitHub shows, the end of its last line included', async () => {
    const lines = `${'é'.repeat(511)}x\n`.repeat(1024);
    const whole = lines.slice(0, -EOL.length);
    expect(Buffer.byteLength(whole + EOL)).toBe(MEBIBYTE);
    expect(await written(whole)).toBe(whole + EOL);
    expect(await written(`${whole}x`)).toContain(NOTE);
  });

  it('is cut at a line, with a note, where its bytes are too many', async () => {
    const line = '| 游戏 | 部署 |';
    const text = await written(`# Title\n\n${`${line}\n`.repeat(100_000)}`);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MEBIBYTE);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MEBIBYTE - 16_384);
    expect(text.endsWith(`\n${line}\n\n${NOTE}`)).toBe(true);
    expect(text.startsWith('# Title\n\n')).toBe(true);
  });

  it('is the note alone where it is one line without an end', async () => {
    expect(await written('x'.repeat(2 * MEBIBYTE))).toBe(`\n${NOTE}`);
  });

  it.each([
    ['a fence that it cuts', 'shown', '```', '```'],
    ['a longer fence, which a shorter one inside does not close', '```', '````', '````'],
    ['a fence in a list', '  shown', '  ```', '  ```'],
  ])('closes %s', async (_, inside, open, close) => {
    const text = await written(
      `before\n\n${open}\n${`${inside}\n`.repeat(400_000)}${close}\nafter`,
    );
    expect(text.endsWith(`\n${inside}\n${close}\n\n${NOTE}`)).toBe(true);
  });

  it('closes no fence that is closed', async () => {
    const text = await written(`${formatCodeBlock('', ['a'])}\n\n${'line\n'.repeat(400_000)}`);
    expect(text.match(/```/g)).toHaveLength(2);
  });

  it('is never too large, whatever is in it', async () => {
    const block = fc.oneof(
      fc.array(anyUnicode()).map((lines) => formatCodeBlock('text', lines)),
      fc.array(fc.array(fc.string().map(formatCode))).map((rows) => formatTable(['a', 'b'], rows)),
    );
    const blocks = fc.array(block, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(blocks, fc.integer({ min: 1, max: 50_000 }), async (parts, times) => {
        const markdown = `${joinBlocks(parts)}\n`.repeat(times).slice(0, 3 * MEBIBYTE);
        expect(Buffer.byteLength(await written(markdown))).toBeLessThanOrEqual(MEBIBYTE);
      }),
      { numRuns: 20 },
    );
  });
});
