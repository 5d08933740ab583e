import { describe, expect, it } from '@jest/globals';
import { findShellStart, suggestOtherPath } from '../../src/transfer/path-hints.ts';

const CONTAINER = '/__w/shop/shop';

/** The fix for a path in a job container: the key of its text, and the values that matter. */
function fixOf(path: string, workspace = CONTAINER): unknown[] {
  const details = suggestOtherPath('package-file', path, workspace);
  return details.map(({ label, text }) => {
    expect(label).toMatchObject({ key: 'words.fix' });
    const { key, values = {} } = text as { key: string; values?: Record<string, unknown> };
    return [key, values.variable ?? values.path ?? values.workspace ?? values.input];
  });
}

describe('the fix for a path', () => {
  it.each([
    ['~/shop.jar', 'files.write-home-out', 'package-file'],
    ['$HOME/shop.jar', 'files.write-variable-out', '$HOME'],
    ['"target/shop.jar"', 'files.write-quotes-out', 'target/shop.jar'],
    ["'shop.jar'", 'files.write-quotes-out', 'shop.jar'],
    ['/home/runner/work/shop/shop/target/a.jar', 'files.use-path-inside', 'target/a.jar'],
    ['/home/runner/work/_temp/a.jar', 'files.begin-in-workspace', CONTAINER],
  ])('%s is %s with %s', (path, ...fix) => {
    expect(fixOf(path)).toEqual([fix]);
  });

  it.each([
    ['target/shop.jar', CONTAINER],
    ['../shop.jar', CONTAINER],
    ['/__w/_temp/shop.jar', CONTAINER],
    ['/home/runner/work/shop/shop/a.jar', '/home/runner/work/shop/shop'],
    ['"shop.jar\'', CONTAINER],
    ['"shop".jar', CONTAINER],
    ['""', CONTAINER],
  ])('%s in %s is not known', (path, workspace) => {
    expect(fixOf(path, workspace)).toEqual([]);
  });
});

describe('the start of a path that only a shell expands', () => {
  it.each([
    ['~', '~'],
    ['~\\x', '~'],
    ['$RUNNER_TEMP', '$RUNNER_TEMP'],
    ['$env:RUNNER_TEMP\\x', '$env:RUNNER_TEMP'],
    ['${HOME}/x', '${HOME}'],
    ['%TEMP%/x', '%TEMP%'],
    ['~user/x', undefined],
    ['a/~/x', undefined],
    ['a$b/x', undefined],
    ['$/x', undefined],
    ['${}/x', undefined],
    ['100%/x', undefined],
    ['%%/x', undefined],
  ])('%s is %s', (path, start) => {
    expect(findShellStart(path)).toBe(start);
  });
});
