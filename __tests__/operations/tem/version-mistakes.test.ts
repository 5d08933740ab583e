import { describe, expect, it } from '@jest/globals';
import type { Log } from '../../../src/github/log.ts';
import {
  checkVersion,
  findVersionMistake,
  warnOfOddVersion,
} from '../../../src/operations/tem/version-mistakes.ts';

describe('a version', () => {
  it.each([
    ['refs/heads/main', 'plan.input-tag-ref', { name: '${{ github.ref_name }}' }],
    ['ccr.ccs.tencentyun.com/shop/api:1.2', 'plan.input-tag-address', { tag: '1.2' }],
    ['shop:v1', 'plan.input-tag-address', { tag: 'v1' }],
    [`shop@sha256:${'a'.repeat(64)}`, 'plan.input-tag-digest', {}],
    ['2.0E+19', 'plan.input-tag-number', {}],
    ['"v1"', 'plan.input-tag-quotes', { version: 'v1' }],
    ["'1.10'", 'plan.input-tag-quotes', { version: '1.10' }],
    ['${GITHUB_SHA}', 'plan.input-tag-expression', {}],
  ])('that is a mistake: %s', (version, key, values) => {
    expect(findVersionMistake(version)).toMatchObject({ key, values });
  });

  it.each(['v1.2.3', '1.10', '1e5', '12e45678', 'feature/x', 'a@b', 'ccr.example.com:443/x'])(
    'that may be one: %s',
    (version) => {
      expect(findVersionMistake(version)).toBeUndefined();
    },
  );

  it.each([
    [{ deployVersion: 'refs/heads/main' }, 1, 0],
    [{ deployVersion: 'v1' }, 0, 0],
    [{}, 0, 0],
    [{ deployVersion: 'refs/heads/main', packageFile: 'shop.jar' }, 0, 1],
    [{ deployVersion: '2.0E+19', packageName: 'shop.jar' }, 0, 1],
    [{ deployVersion: 'v1', packageName: 'shop.jar' }, 0, 0],
  ])('%j: is an error without a package, a warning with one', (inputs, errors, warnings) => {
    const warned: unknown[] = [];
    const log = { warning: (title: unknown) => warned.push(title) } as unknown as Log;
    warnOfOddVersion(log, inputs);
    expect([checkVersion(inputs).length, warned.length]).toEqual([errors, warnings]);
  });
});
