import * as toolkit from '@actions/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE } from '../hostile.ts';
import { captureStdout } from '../runner-core.ts';
import { createToolkitCore } from './toolkit-core.ts';

type Core = typeof toolkit;

const TEXTS = [...HOSTILE, '', ' ', '100%, 1:2,3;4=5\r\n\n6\r7%0A', 'ghadelimiter_\nname<<x'];
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const;

const environment = process.env;
// One for all tests: the toolkit keeps the path of its summary.
const folder = mkdtempSync(join(tmpdir(), 'toolkit-'));
const inFolder = (name: string): string => join(folder, name);

beforeAll(() => {
  process.env = { ...environment, STATE_one: 'saved' };
  for (const name of FILES) {
    process.env[name] = inFolder(name);
    writeFileSync(inFolder(name), '');
  }
});

afterAll(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

const inUtf8 = (text: string): string => Buffer.from(text).toString();

/** What a text comes to with one of the two: all that is printed, and the files. */
async function tell(create: (print: (text: string) => void) => Core, text: string) {
  const printed: string[] = [];
  const core = create((chunk) => printed.push(chunk));
  const toStdout = captureStdout(() => {
    core.info(text);
    core.debug(text);
    core.startGroup(text);
    core.endGroup();
    core.setSecret(text);
    for (const annotate of [core.notice, core.warning, core.error]) {
      annotate(text);
      annotate(text, { title: text });
      annotate(text, { title: '', file: text, startLine: 1, endLine: 2, startColumn: 3 });
    }
  });
  core.setOutput('an-output', text);
  core.setOutput('another', 'b');
  core.saveState('one', text);
  await core.summary.addRaw(text, true).addRaw(text).write();
  await core.summary.addRaw('more').write();
  const files = FILES.map((name) => {
    const content = readFileSync(inFolder(name), 'utf8');
    writeFileSync(inFolder(name), '');
    return content.replace(/(?<=ghadelimiter_)[0-9a-f-]{36}/g, '…');
  });
  return { printed: printed.join('') + toStdout, files };
}

describe("The core of a run in this process does as GitHub's toolkit", () => {
  it.each(TEXTS)('with %j', async (text) => {
    const own = await tell((print) => createToolkitCore(process.env, print), text);
    expect(own).toEqual(await tell(() => toolkit, text));
    expect(own.files.every((content) => content.includes(inUtf8(text)))).toBe(true);
  });

  it('where a state was saved, and where none was', () => {
    const core = createToolkitCore(process.env, () => undefined);
    expect(['one', 'two'].map(core.getState)).toEqual(['one', 'two'].map(toolkit.getState));
    expect(core.getState('one')).toBe('saved');
  });

  it.each([
    [undefined, 'Unable to find environment variable for $GITHUB_STEP_SUMMARY.'],
    ['/no/such/file', "Unable to access summary file: '/no/such/file'."],
  ])('where the summary cannot be written: %j', async (path, error) => {
    const core = createToolkitCore({ GITHUB_STEP_SUMMARY: path }, () => undefined);
    await expect(core.summary.addRaw('a').write()).rejects.toThrow(error);
  });
});
