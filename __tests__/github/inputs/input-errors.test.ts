import { describe, expect, it } from '@jest/globals';
import { InputsError } from '../../../src/github/inputs/input-errors.ts';
import { joinTexts } from '../../../src/text/message.ts';

const FIX = 'use true or false';

describe('an InputsError', () => {
  it('has a code, the issues, and a row for each of them', () => {
    const issues = [{ input: 'wait', problem: 'is "1"', fix: FIX }];
    const error = new InputsError(issues);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'InputsError', code: 'invalid-inputs', issues });
    expect(error.details).toEqual([
      { text: '', columns: [[joinTexts('space', 'wait', 'is "1"'), FIX]] },
    ]);
  });

  it('counts its issues', () => {
    const issue = { input: 'wait', problem: 'is "1"', fix: FIX };
    expect(new InputsError([issue]).message).toMatch(/^1 input /);
    expect(new InputsError([issue, issue]).message).toMatch(/^2 inputs /);
  });
});
