import { expect, it } from '@jest/globals';
import { assertBeforeDeadline } from '../../src/operations/deadline.ts';
import { virtualClock } from '../support/virtual-clock.ts';

it('a change begins before the deadline, or not at all', () => {
  const clock = virtualClock();
  const assertWith = (left: number) => () => {
    assertBeforeDeadline({ clock, deadline: clock.now() + left }, 'it could begin');
  };
  const tooLate = expect.objectContaining({ code: 'deadline-passed', status: 'timed-out' });
  expect(assertWith(1)).not.toThrow();
  expect(assertWith(0)).toThrow(tooLate);
  expect(assertWith(-1)).toThrow(tooLate);
});
