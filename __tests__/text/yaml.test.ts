import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { formatYamlLines } from '../../src/text/yaml.ts';
import { anyUnicode } from '../support/unicode.ts';

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

  it('show an expression of GitHub as its text: it would see secrets', () => {
    const [line = ''] = formatYamlLines({ 'deploy-version': '${{ secrets.KEY }}' });
    expect((parse(line) as Record<string, string>)['deploy-version']).toBe(
      "${{ '${{' }} secrets.KEY }}",
    );
  });
});
