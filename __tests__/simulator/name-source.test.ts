import { expect, it } from '@jest/globals';
import { nameSource } from '../../simulator/name-source.ts';

it('nameSource never repeats a name', () => {
  const names = nameSource();
  const given = Array.from({ length: 20_000 }, () => names('pod', 5));
  expect(new Set(given).size).toBe(given.length);
  expect(given.every((name) => /^pod-[a-z0-9]{5}$/.test(name))).toBe(true);
});
