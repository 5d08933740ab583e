import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { manualClock, scaledClock } from '../../simulator/index.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('scaledClock', () => {
  it.each([
    [1, 1_000_500],
    [10, 1_005_000],
    [0.5, 1_000_250],
  ])('with speed %d', (speed, expected) => {
    const clock = scaledClock({ speed });
    jest.setSystemTime(1_000_500);
    expect(clock.now()).toBe(expected);
  });

  it('counts from the epoch that processes share', () => {
    expect(scaledClock({ speed: 3, epoch: 999_000 }).now()).toBe(1_002_000);
  });
});

describe('manualClock', () => {
  it('moves when told', () => {
    const clock = manualClock(5000);
    jest.setSystemTime(2_000_000);
    clock.advance(1.5);
    expect(clock.now()).toBe(6500);
  });
});
