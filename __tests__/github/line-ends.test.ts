import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { writeSummary } from '../../src/github/job-summary.ts';
import { createLog } from '../../src/github/log.ts';
import { setOutputs } from '../../src/github/outputs.ts';
import { readState, saveState, withOptionalState } from '../../src/github/step-state.ts';
import { recordingCore } from '../operations/recorder.ts';
import { readFileCommands } from '../support/process/file-commands.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const log = createLog(recordingCore().core);

/** The toolkit as it is on a system whose lines end so. */
async function loadCore(eol: string): Promise<typeof import('@actions/core')> {
  setEol(eol);
  return import('@actions/core');
}

const ownEol = os.EOL;

function setEol(value: string): void {
  Object.defineProperty(os, 'EOL', { value });
  syncBuiltinESMExports();
}

const SYSTEMS = [
  ['Windows', '\r\n', true],
  ['other systems', '\n', false],
] as const;

const anyLines = fc
  .array(fc.constantFrom('\r\n', '\n', '\r', 'a', 'name=b', 'c<<EOF', 'EOF', '云', ' '))
  .map((parts) => parts.join(''));

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const;
const before = { ...process.env };

beforeEach(() => {
  const files = FILES.map((variable) => [variable, folder(variable)] as const);
  process.env = { ...before, ...Object.fromEntries(files) };
});
afterEach(() => {
  setEol(ownEol);
  process.env = { ...before };
});

describe.each(SYSTEMS)('the files of the runner on %s', (_, eol, onWindows) => {
  const read = (variable: (typeof FILES)[number]) => readFileSync(folder(variable), 'utf8');

  it('keep every output, whatever ends its lines', async () => {
    const runtime = { core: await loadCore(eol), env: process.env };
    fc.assert(
      fc.property(anyLines, anyLines, (status, plan) => {
        writeFileSync(folder('GITHUB_OUTPUT'), `first=1${eol}`);
        setOutputs(runtime, log, { status, plan });
        const content = read('GITHUB_OUTPUT');
        expect(content.startsWith(`first=1${eol}status<<`)).toBe(true);
        expect(content.endsWith(eol)).toBe(true);
        expect(readFileCommands(content, onWindows)).toEqual({ first: '1', status, plan });
      }),
    );
  });

  it('keep the state, also after one that was only half written', async () => {
    const core = await loadCore(eol);
    let isFull = false;
    const save = (name: string, value: unknown) => {
      core.saveState(name, value);
      if (isFull) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    fc.assert(
      fc.property(anyLines, (text) => {
        writeFileSync(folder('GITHUB_STATE'), '');
        const whole = withOptionalState({ saveState: save }, process.env, log);
        isFull = false;
        saveState(whole, { text });
        const content = read('GITHUB_STATE');
        isFull = true;
        saveState(whole, { text: `${text}2` });
        expect(['', content]).toContain(read('GITHUB_STATE'));
        const { state = '' } = readFileCommands(content, onWindows);
        expect(readState({ getState: () => state })).toEqual({ text });
      }),
    );
  });

  it('keep the summary of an earlier write', async () => {
    const core = await loadCore(eol);
    // The one that the toolkit shares keeps the path of its first file.
    const summary = new (core.summary.constructor as new () => typeof core.summary)();
    writeFileSync(folder('GITHUB_STEP_SUMMARY'), `# One${eol}${eol}two${eol}`);
    await writeSummary({ core: { summary }, env: process.env }, log, '| a |\n|---|', 'en-US');
    expect(read('GITHUB_STEP_SUMMARY')).toBe(`# One${eol}${eol}two${eol}| a |\n|---|${eol}`);
  });
});
