import { describe, expect, it } from '@jest/globals';
import { formatDetails, joinFitting, limitLines } from '../../src/report/detail-lines.ts';

describe('details as lines', () => {
  it('have the texts after their labels in one column', () => {
    const details = [
      { label: 'Why', text: 'a' },
      { label: 'What to fix', text: 'b' },
      { text: 'c' },
    ];
    expect(formatDetails(details)).toEqual(['Why:          a', 'What to fix:  b', 'c']);
  });

  it('name the instance, and have a block below its text', () => {
    const block = ['  a: 1', '  b: 2'];
    expect(formatDetails([{ instance: 'pod-1', text: 'Crash' }])).toEqual(['pod-1: Crash']);
    expect(formatDetails([{ text: 'add:', block }])).toEqual(['add:', ...block]);
    expect(formatDetails([{ text: '', block }])).toEqual(block);
  });

  it.each([
    [2, ['a', 'b']],
    [1, ['a', '… and 1 more']],
  ])('are at most %d and the count of the others', (maxLines, lines) => {
    expect(limitLines(['a', 'b'], maxLines)).toEqual(lines);
  });
});

describe('lines that have to fit', () => {
  const LINES = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];

  it('are all of them where there is room', () => {
    expect(joinFitting(LINES, 122)).toBe(LINES.join('\n'));
    expect(joinFitting([], 10)).toBe('');
  });

  it('are whole lines and the count of the others', () => {
    const [first = '', second = ''] = LINES;
    expect(joinFitting(LINES, 121).split('\n')).toEqual([first, second, '… and 1 more']);
    expect(joinFitting(LINES, 80).split('\n')).toEqual([first, '… and 2 more']);
  });

  it('fit even where one line is too long', () => {
    const cut = joinFitting(LINES, 30);
    expect(cut.length).toBeLessThanOrEqual(30);
    expect(cut).toMatch(/^a+…\n… and 2 more$/);
  });

  it('fit into an annotation of GitHub', () => {
    const many = Array.from({ length: 40 }, (_, at) => `input-${at} ${'x'.repeat(300)}`);
    const text = joinFitting(['40 inputs need a change:', ...many]);
    expect(text.length).toBeLessThanOrEqual(4_096);
    const lines = text.split('\n');
    const shown = lines.slice(1, -1);
    expect(shown).toEqual(many.slice(0, shown.length));
    expect(lines.at(-1)).toContain(String(40 - shown.length));
  });
});
