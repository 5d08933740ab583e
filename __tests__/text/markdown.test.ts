import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatBold,
  formatCode,
  joinBlocks,
  formatCodeBlock,
  formatHeading,
  formatLink,
  formatBulletList,
  formatTable,
  escapeMarkdown,
} from '../../src/text/markdown.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';

const HOSTILE_MARKDOWN = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</code></td></table>',
  '<!-- never ends',
  '&lt;b&gt;',
  '| a | b |',
  '\\| a',
  '\\',
  '`code`',
  '``` ```',
  '```\nout of it',
  '~~~',
  '**bold** __bold__ ~~gone~~',
  '[link](javascript:alert(1))',
  '![image](https://evil.example/x.png)',
  '[ref]: https://evil.example',
  'https://evil.example www.evil.example me@evil.example',
  '@octocat #12 owner/repo#12',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '2) item',
  '> quote',
  '=====',
  '-----',
  ':--:',
  '$x$ $$y$$',
  '\n\n# heading',
  '\ud800',
];

const anything = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_MARKDOWN, ...HOSTILE));

/** Text as CommonMark shows it: character references and backslash escapes undone. */
function shown(markdown: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>' };
  return markdown
    .replace(/\\([!-/:-@[-`{-~])|&(?:#(\d+)|(\w+));/g, (_, escaped, number, name) =>
      escaped === undefined
        ? (names[String(name)] ?? String.fromCodePoint(Number(number)))
        : String(escaped),
    )
    .replace(/\u200b/g, '');
}

/** The cells of a table's row: what stands between pipes, whether escaped or not. */
function cellsOf(row: string): string[] {
  return row.split('|').slice(1, -1);
}

describe('text', () => {
  it.each([
    ['v2.4.0', 'v2.4.0'],
    ['revision-3dvm6sg3', 'revision-3dvm6sg3'],
    ['container exited with 1 (OOM)', 'container exited with 1 (OOM)'],
    ['<b>', '&lt;b&gt;'],
    ['a & b', 'a &amp; b'],
    ['a|b', 'a&#124;b'],
    ['a_b *c* `d` ~e~', 'a\\_b \\*c\\* \\`d\\` \\~e\\~'],
    ['[a](b)', '\\[a\\](b)'],
    ['C:\\x', 'C:\\\\x'],
    ['$x$', '&#36;x&#36;'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['===', '\\==='],
    [':-:', '\\:-:'],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['@octocat', '@&#8203;octocat'],
    ['fixes #12', 'fixes \\#&#8203;12'],
    ['https://a.example', 'https:&#8203;//a.example'],
    ['WWW.a.example', 'WWW&#8203;.a.example'],
    ['two\nlines', 'two lines'],
    ['', ''],
    [undefined, ''],
    [7, '7'],
  ])('%j -> %j', (value, markdown) => {
    expect(escapeMarkdown(value)).toBe(markdown);
  });

  it('shows any text as it is, and has no markup', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const markdown = escapeMarkdown(value);
        expect(markdown).not.toMatch(/[<>|$\n\r]/);
        expect(markdown).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]~]/);
        expect(markdown).not.toMatch(/^(?:[#+=:>-]|\d+[.)]| )/);
        const literal = markdown.replace(/&(?:#\d+|amp|lt|gt);/g, ' ');
        expect(literal).not.toMatch(/&|[@#]\w|:\/\/|www\./i);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~](?:[ -~]*[!-~])?$/), (value) => {
        expect(shown(escapeMarkdown(value))).toBe(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe('code', () => {
  it.each([
    ['app-shop0001', '`app-shop0001`'],
    ['<b> & *c*', '`<b> & *c*`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['a`<b>', '<code>a&#96;&#60;b&#62;</code>'],
    ['两|👍', '<code>两&#124;&#128077;</code>'],
    ['a\nb', '`a b`'],
    ['', ''],
    [undefined, ''],
  ])('%j -> %j', (value, markdown) => {
    expect(formatCode(value)).toBe(markdown);
  });

  it('is closed by nothing in it', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(formatCode(value)).toMatch(
          /^(?:|`[^`|\n\r]+`|<code>(?:[\p{L}\p{N} ]|&#\d+;)+<\/code>)$/u,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a table', () => {
  it('has headers, rules and rows', () => {
    const markdown = formatTable(
      ['Batch', 'Instances', 'Result'],
      [
        ['beta', '1', formatBold(escapeMarkdown('a|b'))],
        ['interval', '', ''],
      ],
      ['left', 'right', 'center'],
    );
    expect(markdown.split('\n')).toEqual([
      '| Batch | Instances | Result |',
      '| --- | ---: | :---: |',
      '| beta | 1 | **a&#124;b** |',
      '| interval |  |  |',
    ]);
  });

  it('has as many cells as headers, aligned left where nothing else is said', () => {
    expect(formatTable(['a', 'b'], [['1'], ['1', '2', '3'], []]).split('\n')).toEqual([
      '| a | b |',
      '| --- | --- |',
      '| 1 |  |',
      '| 1 | 2 |',
      '|  |  |',
    ]);
  });

  it('keeps its form even with cells that nobody made safe', () => {
    expect(formatTable(['a\n\nb'], [['x|y'], ['x\\|y'], ['x\r\n  y']]).split('\n')).toEqual([
      '| a b |',
      '| --- |',
      '| x&#124;y |',
      '| x&#124;y |',
      '| x y |',
    ]);
  });

  it('has a cell for each text, whatever is in it', () => {
    const cell = fc
      .tuple(anything, fc.constantFrom(escapeMarkdown, formatCode, String))
      .map(([value, how]) => how(value));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const lines = formatTable(['a', 'b'], rows).split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        expect(lines.filter((line) => cellsOf(line).length !== 2)).toEqual([]);
      }),
    );
  });
});

describe('a fence', () => {
  it('has a language and lines as they are', () => {
    expect(
      formatCodeBlock('yaml', ['- uses: a@v1', '  with:', '    operation: tem-revert']).split('\n'),
    ).toEqual(['```yaml', '- uses: a@v1', '  with:', '    operation: tem-revert', '```']);
  });

  it.each([
    [['a ``` b'], '````'],
    [['`````', '```'], '``````'],
    [['``'], '```'],
    [[], '```'],
  ])('has more ticks than %j', (lines, ticks) => {
    const made = formatCodeBlock('', lines).split('\n');
    expect([made[0], made.at(-1)]).toEqual([ticks, ticks]);
  });

  it('has no language but a word', () => {
    expect(formatCodeBlock('`x\n<y> z', [])).toBe('```xyz\n```');
  });

  it('parts lines that hold line breaks', () => {
    expect(formatCodeBlock('', ['a\n  b\r\nc\rd'])).toBe('```\na\n  b\nc d\n```');
  });

  it('is closed by nothing in it', () => {
    fc.assert(
      fc.property(fc.array(anything), (lines) => {
        const made = formatCodeBlock('text', lines).split('\n');
        const ticks = made.at(-1) ?? '';
        expect(made[0]).toBe(`${ticks}text`);
        expect(ticks).toMatch(/^`{3,}$/);
        expect(made.slice(1, -1).filter((line) => line.includes(ticks))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes many lines', () => {
    expect(formatCodeBlock('', Array<string>(200_000).fill('`')).length).toBe(400_007);
  });
});

describe('the rest', () => {
  it('makes headings of one line', () => {
    expect(formatHeading(2, `${escapeMarkdown('shop-api')} is on\n${formatCode('v2.4.0')}`)).toBe(
      '## shop-api is on `v2.4.0`',
    );
  });

  it('makes lists whose items keep their further lines', () => {
    expect(formatBulletList(['one', `two\n\n${formatCodeBlock('yaml', ['a: 1'])}\n`])).toBe(
      '- one\n- two\n\n  ```yaml\n  a: 1\n  ```\n',
    );
  });

  it('makes documents of blocks, blank lines between them', () => {
    expect(joinBlocks(['# a', '', 'b'])).toBe('# a\n\nb');
  });
});

describe('link', () => {
  it.each([
    ['https://github.com/a/b', '[x](<https://github.com/a/b>)'],
    ['https://a.example/(b) c|d', '[x](<https://a.example/%28b%29%20c%7Cd>)'],
    [
      'https://a.example/>)[y](javascript:z)',
      '[x](<https://a.example/%3E%29%5By%5D%28javascript:z%29>)',
    ],
    ['javascript:alert(1)', 'x'],
    ['data:text/html,x', 'x'],
    ['no address', 'x'],
    ['', 'x'],
  ])('to %j', (url, markdown) => {
    expect(formatLink('x', url)).toBe(markdown);
  });

  it('is one link whatever the address', () => {
    fc.assert(
      fc.property(anything, (tail) => {
        const [, address = ''] =
          /^\[x\]\(<([^]*)>\)$/.exec(formatLink('x', `https://a.example/${tail}`)) ?? [];
        expect(address).toMatch(/^https:\/\/[\w.~:/?#@!$&+,;=%-]+$/);
      }),
    );
  });
});
