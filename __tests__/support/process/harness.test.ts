import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET_MARK } from '../../../simulator/index.ts';
import { readFileCommands } from './file-commands.ts';
import { readSummary } from './step-run.ts';
import { inputVariables, layOutStep } from './step-files.ts';
import { checkSecrets, givenSecrets } from './secrets.ts';
import type { Traces } from './secrets.ts';
import { sharedTime, START } from './shared-time.ts';
import { readWorkflowCommands } from './workflow-commands.ts';

// A scenario is worth no more than what catches its mistakes.

describe('File commands are read as the runner reads them', () => {
  it.each<[string, Record<string, string>]>([
    ['', {}],
    ['a=1\nb=x=y\n', { a: '1', b: 'x=y' }],
    ['a=1\na=2\n', { a: '2' }],
    ['a=<<EOF\n', { a: '<<EOF' }],
    ['a<<EOF\none\n\ntwo\nEOF\nb=3\n', { a: 'one\n\ntwo', b: '3' }],
    ['a<<EOF\nstatus=succeeded\nEOF\n', { a: 'status=succeeded' }],
    ['a<<EOF\nEOF\n', { a: '' }],
  ])('%j', (content, values) => {
    expect(readFileCommands(content)).toEqual(values);
  });

  it.each(['a<<EOF\none\n', 'a<<\none\n', 'nothing\n', '=1\n', '<<EOF\nEOF\n'])(
    '%j is an error',
    (content) => {
      expect(() => readFileCommands(content)).toThrow('Invalid');
    },
  );
});

describe("Windows' file commands", () => {
  it('end their lines with CRLF, which is no part of a value', () => {
    const content = 'phase=post\r\na<<EOF\r\none\r\ntwo\r\nEOF\r\n';
    expect(readFileCommands(content, true)).toEqual({ phase: 'post', a: 'one\r\ntwo' });
    expect(readFileCommands('a<<EOF\none\r\ntwo\nEOF\n', true)).toEqual({ a: 'one\r\ntwo' });
  });

  it('are others than those of other systems, where CR is a part of the line', () => {
    expect(readFileCommands('phase=post\r\n', false)).toEqual({ phase: 'post\r' });
    expect(() => readFileCommands('a<<EOF\r\none\r\nEOF', false)).toThrow('Invalid');
  });
});

describe('What GitHub cuts', () => {
  it('is an annotation of more than 4,096 characters, and no other command', () => {
    const text = 'x'.repeat(5_000);
    const commands = readWorkflowCommands(`::error::${text}\n::debug::${text}\n`);
    expect(commands.map(({ message }) => message.length)).toEqual([4_096, 5_000]);
  });

  it('is a summary of more than 1 MiB, in bytes', () => {
    expect(readSummary('é'.repeat(524_288))).toHaveLength(524_288);
    expect(() => readSummary(`${'é'.repeat(524_288)}x`)).toThrow('1048577');
  });
});

describe('Workflow commands', () => {
  it('are taken apart', () => {
    const stdout = 'a line\n::error title=1%2C 2%3A 3,line=4::one%0Atwo 100%25\n::endgroup::\n';
    expect(readWorkflowCommands(stdout)).toEqual([
      { name: 'error', properties: { title: '1, 2: 3', line: '4' }, message: 'one\ntwo 100%' },
      { name: 'endgroup', properties: {}, message: '' },
    ]);
  });

  it.each([
    '::set-output name=a::b',
    '  ::error::indented',
    'text ##[add-mask]x',
    'text\u2028::save-state name=a::b',
    '\u200b::stop-commands::x',
    '::set-env name=A::b',
    '::Error::case',
  ])('that are not ours are an error (%j)', (line) => {
    expect(() => readWorkflowCommands(`fine\n${line}\n`)).toThrow('not ours');
  });
});

describe('What a step is given', () => {
  it('is looked for without being named, where it is secret', () => {
    const inputs = { 'secret-id': 'AKIDgiven', 'secret-key': ' keyGiven ', region: 'ap-guangzhou' };
    const env = {
      TENCENTCLOUD_SESSION_TOKEN: 'tokenGiven',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines',
      HTTPS_PROXY: 'http://me:p%40ssword@proxy:1',
      TENCENTCLOUD_TOKEN: 'short',
    };
    const encoded = Buffer.from('me:p@ssword').toString('base64');
    expect(givenSecrets(inputs, env)).toEqual(
      'AKIDgiven keyGiven tokenGiven p%40ssword p@ssword'.split(' ').concat(encoded),
    );
  });
});

describe('Files', () => {
  it('are found wherever the step may write', () => {
    const step = layOutStep();
    const other = layOutStep();
    writeFileSync(join(other.workspace, 'a.txt'), 'elsewhere');
    writeFileSync(step.environment.GITHUB_STATE ?? '', 'key=1\nkey=2\n');
    const contents = Object.values(step.files([other.workspace, undefined, '/nowhere']));
    step.remove();
    other.remove();
    expect(contents).toEqual(expect.arrayContaining(['elsewhere', 'key=1\nkey=2\n']));
  });
});

describe('Secrets', () => {
  const ODD = ['the-key-in-a-text', 'a secret: €', 'quoted "secret"', 'me & you'];
  const CLEAN: Traces = {
    stdout: '::add-mask::the-key\nfine\n',
    stderr: '',
    outputs: { 'download-url': `https://x/?q-signature=${SECRET_MARK}` },
    state: {},
    variables: {},
    summary: '',
    files: { 'work/shop.zip': 'PK' },
  };

  it('may stand in masks, and signed URLs in their outputs', () => {
    expect(() => {
      checkSecrets(CLEAN, ['the-key', '']);
    }).not.toThrow();
  });

  it.each<Partial<Traces>>([
    { stdout: 'key: the-key' },
    { stdout: 'a ::add-mask::the-key' },
    { stderr: `${SECRET_MARK}-pod` },
    { summary: '?q-signature=1' },
    { outputs: { 'download-url': 'https://x/?token=the-key' } },
    { outputs: { status: '?q-ak=AKID' } },
    { state: { state: '{"key":"the-key"}' } },
    { variables: { KEY: 'the-key' } },
    { stdout: '::add-mask::made-here\nfine: made-here\n' },
    { stdout: '::add-mask::made-here\n', state: { state: 'made-here' } },
    { files: { 'work/debug.log': 'key=the-key' } },
    { outputs: { status: Buffer.from('::the-key-in-a-text').toString('base64') } },
    { summary: encodeURIComponent('a secret: €') },
    { stderr: JSON.stringify('quoted "secret"') },
    { outputs: { result: 'me &amp; you' } },
    { files: { 'work/url': 'https://x/?q-signature=1' } },
  ])('are found elsewhere: %j', (traces) => {
    expect(() => {
      checkSecrets({ ...CLEAN, ...traces }, ['the-key', ...ODD]);
    }).toThrow('stands in');
  });
});

describe('Inputs', () => {
  it('are handed over as variables: defaults filled in, the rest empty, unknown ones as well', () => {
    expect(inputVariables({ 'deploy-version': 'v2', 'deploy-verson': 'v3' })).toMatchObject({
      'INPUT_DEPLOY-VERSION': 'v2',
      'INPUT_DEPLOY-VERSON': 'v3',
      'INPUT_APPLICATION-ID': '',
      INPUT_ENDPOINT: 'tencentcloudapi.com',
      INPUT_TIMEOUT: '30m',
    });
  });
});

describe('Shared time', () => {
  it('stops for each appointment, in order, also for those made on the way', () => {
    const time = sharedTime();
    const seen: number[] = [];
    const note = (): void => {
      seen.push((time.now() - START) / 1000);
    };
    time.after(20, note);
    time.after(10, () => {
      note();
      time.after(5, note);
    });
    time.pass(60);
    expect(seen).toEqual([10, 15, 20]);
    expect(time.now()).toBe(START + 60_000);
  });
});
