import { describe, expect, it } from '@jest/globals';
import { formatDetails, limitLines } from '../../src/report/detail-lines.ts';

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
