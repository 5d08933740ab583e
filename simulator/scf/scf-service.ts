import { act, requireFound } from '../gateway/service-contract.ts';
import type {
  Actions,
  OpenService,
  Service,
  ServiceContract,
} from '../gateway/service-contract.ts';
import { DEMO_FUNCTION, scfError, SimulatedFunction } from './scf-function.ts';
import type { FunctionSeed } from './scf-function.ts';

export const SCF_CONTRACT = {
  service: 'scf',
  version: '2018-04-16',
  regionRequired: true,
  actions: {
    GetFunctionAddress: {
      FunctionName: 'string',
      Qualifier: 'string?',
      Namespace: 'string?',
      CodeSecret: 'string?',
    },
  },
  changes: [],
} as const satisfies ServiceContract;

/** `functions` are those of the call's region. */
const SCF_ACTIONS: Actions<typeof SCF_CONTRACT, readonly SimulatedFunction[]> = {
  GetFunctionAddress: (functions, { FunctionName, Qualifier, Namespace, CodeSecret }) => {
    const found = findFunction(functions, FunctionName, Namespace || 'default');
    found.open(CodeSecret);
    return found.address(Qualifier || undefined);
  },
};

/** All of SCF's state. */
export interface ScfWorld {
  readonly functions: readonly SimulatedFunction[];
  /** Throws if it does not exist. */
  function(functionName: string, namespace?: string): SimulatedFunction;
}

/** The default of `functions` is DEMO_FUNCTION. */
export const openScf: OpenService<{ functions?: FunctionSeed[] }, ScfWorld> = (
  { clock, cos },
  { functions: seeds = [DEMO_FUNCTION] } = {},
) => {
  const functions = seeds.map((seed) => new SimulatedFunction(seed, clock, cos));
  const find = (name: string, namespace: string): SimulatedFunction | undefined =>
    functions.find((each) => each.functionName === name && each.namespace === namespace);
  const service: Service = {
    contract: SCF_CONTRACT,
    perform: (call) => {
      const ofRegion = functions.filter(({ region }) => region === call.region);
      return act(SCF_ACTIONS, call, ofRegion);
    },
    hasSettled: ({ FunctionName }) =>
      functions.some((each) => each.functionName === FunctionName && !each.isDeploying),
  };
  const world: ScfWorld = {
    functions,
    function: (name, namespace = 'default') =>
      requireFound(find(name, namespace), `function ${name}`),
  };
  return { world, service };
};

function findFunction(
  functions: readonly SimulatedFunction[],
  name: string,
  namespace: string,
): SimulatedFunction {
  const inNamespace = functions.filter((each) => each.namespace === namespace);
  // Every region has the namespace "default".
  if (inNamespace.length === 0 && namespace !== 'default') {
    throw scfError('ResourceNotFound.Namespace');
  }
  const found = inNamespace.find(({ functionName }) => functionName === name);
  if (found === undefined) throw scfError('ResourceNotFound.Function');
  return found;
}
