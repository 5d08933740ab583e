import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatIssues, InputsError } from '../../../src/github/inputs/input-errors.ts';
import { hostileText } from '../../support/hostile.ts';
import { isCommand, LINE_END } from '../../support/runner-core.ts';

const FIX = 'use   true or false';

describe('an InputsError', () => {
  it('has a code, the issues, and a line for each of them', () => {
    const issues = [{ input: 'wait', problem: 'is "1"', fix: FIX }];
    const error = new InputsError(issues);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'InputsError', code: 'invalid-inputs', issues });
    expect(error.details).toEqual([{ text: '', block: formatIssues(issues) }]);
  });

  it('counts its issues', () => {
    const issue = { input: 'wait', problem: 'is "1"', fix: FIX };
    expect(new InputsError([issue]).message).toMatch(/^1 input /);
    expect(new InputsError([issue, issue]).message).toMatch(/^2 inputs /);
  });
});

describe('the lines of issues', () => {
  it('have the fixes in a column, which one long line does not push aside', () => {
    const lines = formatIssues([
      { input: 'wait', problem: 'x'.repeat(100), fix: FIX },
      { input: 'force', problem: 'is "1"', fix: FIX },
    ]);
    expect(lines).toEqual([
      `  wait ${'x'.repeat(100)}   ${FIX}`,
      `  ${'force is "1"'.padEnd(64)}   ${FIX}`,
    ]);
  });

  it('are one harmless line each, whatever they hold', () => {
    const issue = fc.record({ input: hostileText, problem: hostileText, fix: hostileText });
    fc.assert(
      fc.property(fc.array(issue, { minLength: 1, maxLength: 4 }), (issues) => {
        const lines = formatIssues(issues).join('\n').split(LINE_END);
        expect(lines).toHaveLength(issues.length);
        expect(lines.filter((line) => isCommand(line))).toEqual([]);
      }),
    );
  });
});
