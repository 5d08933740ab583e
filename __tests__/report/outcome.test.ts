import { describe, expect, it } from '@jest/globals';
import { isSuccess } from '../../src/report/outcome.ts';

describe('a status', () => {
  it.each([
    ['succeeded', true],
    ['waiting', true],
    ['started', true],
    ['planned', true],
    ['failed', false],
    ['timed-out', false],
    ['cancelled', false],
    ['reverted', false],
  ] as const)('%s of a rolling update is a success: %s', (status, expected) => {
    expect(isSuccess(status, 'tem-rolling-update')).toBe(expected);
  });

  it('reverted is what tem-revert was asked for', () => {
    expect(isSuccess('reverted', 'tem-revert')).toBe(true);
  });
});
