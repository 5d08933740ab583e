import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDetails, joinFitting } from '../../src/report/detail-lines.ts';
import { hostileText } from '../support/hostile.ts';
import { isCommand, LINE_END } from '../support/runner-core.ts';

const FIX = 'use true or false';

function formatColumns(columns: [string, string][]): string[] {
  return formatDetails([{ text: '', columns }], 'en-US');
}

describe('details as lines', () => {
  it('have the texts after their labels in one column', () => {
    const details = [
      { label: 'Why', text: 'a' },
      { label: 'What to fix', text: 'b' },
      { text: 'c' },
    ];
    expect(formatDetails(details, 'en-US')).toEqual(['Why:          a', 'What to fix:  b', 'c']);
  });

  it('name the instance, and have a block below its text', () => {
    const block = ['  a: 1', '  b: 2'];
    expect(formatDetails([{ instance: 'pod-1', text: 'Crash' }], 'en-US')).toEqual([
      'pod-1: Crash',
    ]);
    expect(formatDetails([{ text: 'add:', block }], 'en-US')).toEqual(['add:', ...block]);
    expect(formatDetails([{ text: '', block }], 'en-US')).toEqual(block);
  });
});

describe('lines that have to fit', () => {
  const LINES = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];

  it('are all of them where there is room', () => {
    expect(joinFitting(LINES, 'en-US', { maxLength: 122 })).toBe(LINES.join('\n'));
    expect(joinFitting([], 'en-US', { maxLength: 10 })).toBe('');
  });

  it('are whole lines and the count of the others', () => {
    const [first = '', second = ''] = LINES;
    expect(joinFitting(LINES, 'en-US', { maxLength: 121 }).split('\n')).toEqual([
      first,
      second,
      '… and 1 more',
    ]);
    expect(joinFitting(LINES, 'en-US', { maxLength: 80 }).split('\n')).toEqual([
      first,
      '… and 2 more',
    ]);
  });

  it('fit even where one line is too long', () => {
    const cut = joinFitting(LINES, 'en-US', { maxLength: 30 });
    expect(cut.length).toBeLessThanOrEqual(30);
    expect(cut).toMatch(/^a+…\n… and 2 more$/);
  });

  it('are counted once if there are too many, and too long ones among them', () => {
    const join = (maxLength: number) => joinFitting(LINES, 'en-US', { maxLength, maxLines: 2 });
    expect(join(90).split('\n')).toEqual([LINES[0], '… and 2 more']);
    expect(join(999).split('\n')).toEqual([LINES[0], LINES[1], '… and 1 more']);
  });

  it('fit into an annotation of GitHub', () => {
    const many = Array.from({ length: 40 }, (_, at) => `input-${at} ${'x'.repeat(300)}`);
    const text = joinFitting(['40 inputs need a change:', ...many], 'en-US');
    expect(text.length).toBeLessThanOrEqual(4_096);
    const lines = text.split('\n');
    const shown = lines.slice(1, -1);
    expect(shown).toEqual(many.slice(0, shown.length));
    expect(lines.at(-1)).toContain(String(40 - shown.length));
  });
});

describe('columns of details', () => {
  it('keep the right side aligned, which one long line does not push aside', () => {
    const lines = formatColumns([
      [`wait ${'x'.repeat(100)}`, FIX],
      ['force is "1"', FIX],
    ]);
    expect(lines).toEqual([
      `  wait ${'x'.repeat(100)}   ${FIX}`,
      `  ${'force is "1"'.padEnd(64)}   ${FIX}`,
    ]);
  });

  it('are one harmless line each, whatever they hold', () => {
    const row = fc.tuple(hostileText, hostileText);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const lines = formatColumns(rows).join('\n').split(LINE_END);
        expect(lines).toHaveLength(rows.length);
        expect(lines.filter((line) => isCommand(line))).toEqual([]);
      }),
    );
  });
});
