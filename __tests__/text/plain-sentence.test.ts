import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { toPlainSentence } from '../../src/text/plain-sentence.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';

const ATTACKS = [
  '"; touch owned; echo "',
  "'; touch owned; echo '",
  '$(touch owned)',
  '${HOME}',
  '`touch owned`',
  'a & touch owned & b | touch owned > owned < x',
  '\\"; touch owned #',
  '" + process.exit(1) + "',
  '{"a":"b"}',
  '\u201d; touch owned; \u201c',
  '%PATH%',
  '!!',
  '*.md ~ ? [a-z] {a,b}',
  '[link](https://evil.example) <https://evil.example> https://evil.example www.evil.example',
  '![x](http://evil.example/x.png) <img src=x onerror=alert(1)> <!channel> <@U1> @everyone @octocat #1',
  '**bold** _it_ __x__ ~~gone~~ `code` | a | b |',
  '# title\n- item\n1. one\n> quote\n---\n=cmd|x',
  '1. one',
  '- one',
  '+1 =2 -3',
  '    code',
  '::add-mask::x ##[error]y',
  'a@evil.example mailto:a@evil.example',
  '\uff02\uff04\uff40\uff3c',
];

const text = fc.oneof(
  hostileText,
  fc
    .array(fc.constantFrom(...ATTACKS, ...HOSTILE, '"', "'", '\\', '$', '(', ')', '`', '\n', 'a'), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
);

const plain = (value: string) => toPlainSentence(value, 200);

describe('a plain sentence', () => {
  it('keeps names, versions, numbers and Chinese as they are', () => {
    expect(plain('Failed: shop-api v2.3.9 → v2.4.0_rc.1, 2/6; on-failure: keep')).toBe(
      'Failed: shop-api v2.3.9 → v2.4.0_rc.1, 2/6, on-failure: keep',
    );
    expect(plain('发布失败：2 个实例（共 6 个）异常。')).toBe(
      '发布失败：2 个实例（共 6 个）异常。',
    );
    expect(plain('app-1 in en-1 (ap-guangzhou)')).toBe('app-1 in en-1, ap-guangzhou');
  });

  it.each([200, 20])('has at most %d characters', (maxLength) => {
    fc.assert(
      fc.property(text, (value) => {
        expect(toPlainSentence(value.repeat(9), maxLength).length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });

  it('stays one JSON string, whatever quotes it', () => {
    fc.assert(
      fc.property(text, (value) => {
        const shown = plain(value);
        expect(JSON.parse(`{"text":"${shown}"}`)).toEqual({ text: shown });
      }),
    );
  });

  it('is no command of the runner, and has no character that ends a line or a quote', () => {
    fc.assert(
      fc.property(text, (value) => {
        const shown = plain(value);
        expect(shown).not.toMatch(
          /::|##|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"'`$\\<>|&;!#*~^(){}[\]?@\u2018-\u201f]/u,
        );
        expect(shown).toBe(shown.trim());
      }),
    );
  });

  it('is text alone as Markdown', () => {
    const parser = unified().use(remarkParse).use(remarkGfm);
    fc.assert(
      fc.property(text, (value) => {
        const shown = plain(value);
        const { children } = parser.parse(`${shown}\n`);
        const types = children.flatMap((block) => [
          block.type,
          ...('children' in block ? block.children.map(({ type }) => type) : []),
        ]);
        expect(new Set(types)).toEqual(new Set(shown === '' ? [] : ['paragraph', 'text']));
      }),
    );
  });

  it('is printed as it is by a shell, in double quotes, in single quotes and bare', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plain-'));
    const values = [...ATTACKS, ...HOSTILE, ...fc.sample(text, 300)].map(plain);
    const script = values.flatMap((value) => [
      `printf '%s\\n' "${value}"`,
      `printf '%s\\n' '${value}'`,
      `echo bare ${value}`,
    ]);
    const run = spawnSync('bash', { cwd: folder, encoding: 'utf8', input: script.join('\n') });
    const files = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(files).toEqual([]);
    expect(run.stdout).toBe(
      values.map((value) => `${value}\n${value}\n${`bare ${value}`.trim()}\n`).join(''),
    );
  });
});
