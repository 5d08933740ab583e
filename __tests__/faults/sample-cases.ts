import fc from 'fast-check';
import type { FaultCase } from './fault-case.ts';
import type { Result } from './matrix-tables.ts';

/**
 * So many of the cases, the same ones for the same seed: one of each pair of operation and fault in
 * turn, so that none is left out by chance.
 */
export function sampleCases(results: readonly Result[], size: number, seed: number): FaultCase[] {
  const shuffled = fc.sample(fc.shuffledSubarray([...results], { minLength: results.length }), {
    seed,
    numRuns: 1,
  })[0];
  const groups = new Map<string, FaultCase[]>();
  for (const { fault } of shuffled ?? []) {
    const group = `${fault.scenario.operation} ${fault.kind}`;
    groups.set(group, [...(groups.get(group) ?? []), fault]);
  }
  const longest = Math.max(0, ...Array.from(groups.values(), (group) => group.length));
  const turns = Array.from({ length: longest }, (_, turn) =>
    Array.from(groups.values(), (group) => group[turn]),
  );
  return turns
    .flat()
    .filter((fault) => fault !== undefined)
    .slice(0, size);
}
