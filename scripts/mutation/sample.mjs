// A Stryker checker that tests only a random sample of the mutants, with the size SAMPLE, and the
// same one for the same sources. Stryker counts the others as invalid, so they do not affect the
// score.
import { createHash } from 'node:crypto';

const SEED = 1;

/** Sorting by this key gives a random order that is the same in every run. */
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

  /** One group, because the sample is taken from all mutants. */
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
