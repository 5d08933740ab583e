import { beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { assertFilesWritable, tryWrite } from '../../src/github/command-files.ts';
import { asNobody } from '../support/as-nobody.ts';
import { isWindows } from '../support/platform.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const FOLDER: [Record<string, string>, string[]] = [{ GITHUB_STATE: 'folder' }, ['GITHUB_STATE']];
const ALL = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const;

beforeEach(() => {
  writeFileSync(folder('output'), '');
  chmodSync(folder('output'), 0o666);
  writeFileSync(folder('locked'), '', { mode: 0o444 });
  mkdirSync(folder('folder'));
});

describe('the files of the runner', () => {
  it.each([
    ['can be written', { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'output' }],
    ['are not there on an old runner', {}],
  ])('are no reason to stop where they %s', (_, names) => {
    expect(() => {
      assertFilesWritable(inFolder(names), ALL);
    }).not.toThrow();
    expect(readFileSync(folder('output'), 'utf8')).toBe('');
  });

  it.each<[Record<string, string>, string[]]>([
    [{ GITHUB_OUTPUT: 'none' }, ['GITHUB_OUTPUT']],
    [{ GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'none/none' }, ['GITHUB_STEP_SUMMARY']],
    [{ GITHUB_OUTPUT: 'locked', GITHUB_STATE: 'locked' }, ['GITHUB_OUTPUT', 'GITHUB_STATE']],
    // Windows opens a folder, and refuses the write.
    ...(isWindows ? [] : [FOLDER]),
  ])('stop the step where they cannot be written: %j', async (names, labels) => {
    const error = await asNobody(() => {
      try {
        assertFilesWritable(inFolder(names), ALL);
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    }, folder());
    expect(error).toMatchObject({
      code: 'runner-file-unwritable',
      details: [
        ...labels.map((label) => ({ label })),
        { label: { key: 'words.fix' } },
        { text: { key: 'github.nothing-changed' } },
      ],
    });
  });

  it('are advised on by where the job runs', () => {
    const check = (workspace: string) => () => {
      assertFilesWritable({ GITHUB_WORKSPACE: workspace, GITHUB_OUTPUT: folder('none') }, ALL);
    };
    const advising = (key: string): unknown =>
      expect.objectContaining({
        details: expect.arrayContaining([
          expect.objectContaining({ text: expect.objectContaining({ key }) }),
        ]),
      });
    expect(check('/__w/shop/shop')).toThrow(advising('github.run-as-user'));
    expect(check('/home/runner/work/shop/shop')).toThrow(advising('github.free-runner-temp'));
  });

  it('have nothing half written in them', () => {
    appendFileSync(folder('output'), 'before\n');
    const write = () => {
      appendFileSync(folder('output'), 'name<<EOF\nval');
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    expect(tryWrite(folder('output'), write)).toMatchObject({ values: { remark: 'ENOSPC' } });
    expect(readFileSync(folder('output'), 'utf8')).toBe('before\n');
  });
});

function inFolder(names: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(names).map(([name, file]) => [name, folder(file)]));
}
