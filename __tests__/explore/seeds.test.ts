import { describe, expect, test } from '@jest/globals';
import { findPart } from './all-parts.ts';
import { readSeeds } from './known-seeds.ts';
import type { Seed } from './known-seeds.ts';

const CLOSED = readSeeds().filter(({ open = false }) => !open);

describe('scenarios that once broke a promise', () => {
  test.each(CLOSED.map((seed): [string, Seed] => [seed.name, seed]))(
    '%s',
    async (_, { knobs, part }) => {
      const { log, violations } = await findPart(part).replay(knobs);
      expect({ violations, log: violations.length > 0 ? log : [] }).toEqual({
        violations: [],
        log: [],
      });
    },
  );
});
