import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { findPart } from './all-parts.ts';
import type { Mutation } from './mutation.ts';
import { applyEdits } from './mutation.ts';
import { TEM_MUTATIONS } from './tem/tem-mutations.ts';

describe('mutations', () => {
  test.each(TEM_MUTATIONS.map((one): [string, Mutation] => [one.name, one]))(
    'fits the source: %s',
    (_, { edits, part }) => {
      expect(findPart(part).name).toBe(part);
      for (const { file } of edits) {
        const text = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
        expect(applyEdits(file, text, edits)).not.toBe(text);
      }
    },
  );

  test('refuse a text that the file has not once', () => {
    const edit = { file: 'a.ts', from: 'x', to: 'y' };
    expect(() => applyEdits('a.ts', 'x x', [edit])).toThrow();
    expect(() => applyEdits('a.ts', 'z', [edit])).toThrow();
    expect(applyEdits('a.ts', 'zxz', [edit])).toBe('zyz');
    expect(applyEdits('b.ts', 'zxz', [edit])).toBe('zxz');
  });
});
