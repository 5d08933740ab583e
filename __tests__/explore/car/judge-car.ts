import type { Violation } from '../part.ts';
import { collectFacts } from './car-facts.ts';
import type { CarHistory } from './car-world.ts';
import { judgeChanges } from './judge-car-changes.ts';
import { judgeEnd } from './judge-car-end.ts';
import { judgeExpected } from './judge-car-expected.ts';

/** Every promise that the jobs of a scenario broke, by what was true in the cloud. */
export function judgeCarHistory(history: CarHistory): Violation[] {
  const facts = collectFacts(history);
  return [...judgeChanges(history, facts), ...judgeEnd(history, facts), ...judgeExpected(history)];
}
