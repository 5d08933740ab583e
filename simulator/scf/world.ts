import type { Clock } from '../clock.ts';
import type { CosWorld } from '../cos/world.ts';
import { SimulatedFunction } from './function.ts';
import type { FunctionSeed } from './seed.ts';

/** All of SCF's state. */
export interface ScfWorld {
  readonly functions: readonly SimulatedFunction[];
  /** Throws where it does not exist. */
  function(functionName: string, namespace?: string): SimulatedFunction;
}

export function scfWorld(seeds: readonly FunctionSeed[], clock: Clock, cos: CosWorld): ScfWorld {
  const functions = seeds.map((seed) => new SimulatedFunction(seed, clock, cos));
  return {
    functions,
    function: (functionName, namespace = 'default') => {
      const found = functions.find((each) => {
        return each.functionName === functionName && each.namespace === namespace;
      });
      if (found === undefined) throw new Error(`There is no function ${functionName}.`);
      return found;
    },
  };
}
