import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { formatYamlLines } from '../../src/text/format.ts';
import { anyUnicode } from '../support/unicode.ts';

/** What YAML reads as something else than a text, or might. */
const WORDS = [
  'v1 1 1.20 0x1F 1e3 2022-01-07 12:30:45 true No null ~ .inf <<',
  '*a &a !a %a @a `a` "a" \'a\' {a} [a] 版本 tem/pkg/1300000000/a.jar',
].flatMap((words) => words.split(' '));

describe('lines of YAML', () => {
  it('are read back as the texts that they were made of', () => {
    fc.assert(
      fc.property(anyUnicode(), (value) => {
        fc.pre(!value.includes('${{'));
        const lines = formatYamlLines({ name: value });
        expect(lines).toHaveLength(1);
        expect(parse(lines.join('\n'))).toEqual({ name: value });
      }),
    );
  });

  it.each([...WORDS, '', ' a ', 'a: b', 'a #b', '- a', 'a\nb'])(
    'keep %j a text for YAML 1.1, too',
    (value) => {
      const [line = ''] = formatYamlLines({ 'deploy-version': value });
      expect(parse(line)).toEqual({ 'deploy-version': value });
      expect(parse(line, { version: '1.1' })).toEqual({ 'deploy-version': value });
    },
  );

  it('show an expression of GitHub as its text: it would see secrets', () => {
    const [line = ''] = formatYamlLines({ 'deploy-version': '${{ secrets.KEY }}' });
    expect((parse(line) as Record<string, string>)['deploy-version']).toBe(
      "${{ '${{' }} secrets.KEY }}",
    );
  });
});
