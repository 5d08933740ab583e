import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputsError } from '../../../src/github/inputs/input-errors.ts';
import { hostileText } from '../../support/hostile.ts';
import { isCommand, LINE_END } from '../../support/runner-core.ts';

describe('an InputsError', () => {
  it('is an error of its own, which holds the problems', () => {
    const problems = [{ input: 'wait', problem: 'is "1"', fix: 'use   true or false' }];
    const error = new InputsError(problems);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('InputsError');
    expect(error.issues).toBe(problems);
    expect(error.message).toBe('1 input needs a change:\n  wait is "1"   use   true or false');
  });

  it('does not let one long line push the others aside', () => {
    const error = new InputsError([
      { input: 'wait', problem: 'x'.repeat(100), fix: 'use   true or false' },
      { input: 'force', problem: 'is "1"', fix: 'use   true or false' },
    ]);
    expect(error.message.split('\n')).toEqual([
      '2 inputs need a change:',
      `  wait ${'x'.repeat(100)}   use   true or false`,
      `  ${'force is "1"'.padEnd(64)}   use   true or false`,
    ]);
  });

  it('has one harmless line for each problem, whatever it holds', () => {
    const problem = fc.record({ input: hostileText, problem: hostileText, fix: hostileText });
    fc.assert(
      fc.property(fc.array(problem, { minLength: 1, maxLength: 4 }), (problems) => {
        const lines = new InputsError(problems).message.split(LINE_END);
        expect(lines).toHaveLength(problems.length + 1);
        expect(lines.filter((line) => isCommand(line))).toEqual([]);
      }),
    );
  });
});
