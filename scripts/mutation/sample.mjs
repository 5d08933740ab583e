// A Stryker checker that lets a random sample of the mutants through: as many as SAMPLE says, the same
// ones for the same sources. Stryker counts the others as invalid, so they do not touch the score.
import { createHash } from 'node:crypto';

const SEED = 1;

/** Mutants are in random order by this key, which does not change from run to run. */
const keyOf = ({ fileName, location, mutatorName, replacement }) =>
  createHash('sha256')
    .update(
      JSON.stringify([
        SEED,
        fileName.split(/[\\/]src[\\/]/).pop(),
        location,
        mutatorName,
        replacement,
      ]),
    )
    .digest('hex');

class SampleChecker {
  async init() {}

  /** All in one group, because the sample is taken of all. */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const inRandomOrder = mutants.map((mutant) => [keyOf(mutant), mutant.id]).sort();
    const sample = new Set(inRandomOrder.slice(0, Number(process.env.SAMPLE)).map(([, id]) => id));
    const resultOf = ({ id }) =>
      sample.has(id)
        ? { status: 'passed' }
        : { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, resultOf(mutant)]));
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', injectableClass: SampleChecker }];
