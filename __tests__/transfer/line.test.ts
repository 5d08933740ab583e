import { describe, expect, it } from '@jest/globals';
import { createLine } from '../../src/transfer/line.ts';
import type { Line } from '../../src/transfer/line.ts';

const [SMALL, LARGE] = [1, 4];
const open = () => createLine(SMALL, LARGE);

function carry(line: Line, parts: number): void {
  for (let part = 0; part < parts; part += 1) line.onArrival(SMALL);
}

describe('What an upload learns about its line', () => {
  it('nothing is known at first: small parts, and no connection is closed', () => {
    expect(open().partBytes()).toBe(SMALL);
    expect(open().mayCarry(1_000_000)).toBe(true);
  });

  it('many parts that get through make the next ones large', () => {
    const line = open();
    carry(line, 15);
    expect(line.partBytes()).toBe(SMALL);
    carry(line, 1);
    expect(line.partBytes()).toBe(LARGE);
  });

  it.each<[string, (line: Line) => void]>([
    [
      'a cut',
      (line) => {
        line.onCut(3);
      },
    ],
    [
      'a part that is too much',
      (line) => {
        line.onTooMuch();
      },
    ],
  ])('%s makes them small again', (_, happen) => {
    const line = open();
    carry(line, 16);
    happen(line);
    expect(line.partBytes()).toBe(SMALL);
    // Those before it do not count.
    carry(line, 15);
    expect(line.partBytes()).toBe(SMALL);
  });

  it('a connection carries no more than got through before a cut, and one part at least', () => {
    const line = open();
    line.onCut(3);
    expect([3, 4].map(line.mayCarry)).toEqual([true, false]);
    line.onCut(0);
    expect([1, 2].map(line.mayCarry)).toEqual([true, false]);
  });

  it('a line that cuts nothing more is trusted again, step by step', () => {
    const line = open();
    line.onCut(2);
    carry(line, 15);
    expect([2, 3].map(line.mayCarry)).toEqual([true, false]);
    carry(line, 1);
    expect([4, 5].map(line.mayCarry)).toEqual([true, false]);
    carry(line, 32);
    expect(line.partBytes()).toBe(LARGE);
  });
});
