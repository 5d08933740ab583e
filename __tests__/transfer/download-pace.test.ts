import { expect, it } from '@jest/globals';
import { createPace } from '../../src/transfer/download-pace.ts';

it('counts the time of the bodies, not the time between them', () => {
  let now = 0;
  const pace = createPace({ now: () => now });
  const pass = (ms: number) => (now += ms);
  pass(5_000);
  pace.begin();
  pass(900);
  pace.add(900);
  expect(pace.bytesPerSecond()).toBe(Infinity);
  pass(60_000);
  pace.begin();
  pass(100);
  pace.add(1_100);
  expect(pace.bytesPerSecond()).toBe(2_000);
  // A clock that is set back.
  pass(-9_000);
  pace.add(500);
  expect(pace.bytesPerSecond()).toBe(2_500);
});
