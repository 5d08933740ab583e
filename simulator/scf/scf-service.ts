import { act, requireFound } from '../gateway/service.ts';
import type { Actions, Service, ServiceContext, ServiceContract } from '../gateway/service.ts';
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

/** The default of `functions` is DEMO_FUNCTION. */
export function openScf(
  { clock, cos }: ServiceContext,
  { functions: seeds = [DEMO_FUNCTION] }: { functions?: FunctionSeed[] } = {},
) {
  const functions = seeds.map((seed) => new SimulatedFunction(seed, clock, cos));
  const service: Service = {
    contract: SCF_CONTRACT,
    perform: (call) => {
      const ofRegion = functions.filter(({ region }) => region === call.region);
      return act(SCF_ACTIONS, call, ofRegion);
    },
    hasSettled: ({ FunctionName }) =>
      functions.some((each) => each.functionName === FunctionName && !each.isDeploying),
  };
  /** Throws if it does not exist. */
  const find = (name: string, namespace = 'default'): SimulatedFunction => {
    const found = functions.filter((each) => each.namespace === namespace);
    return requireFound(
      found.find((each) => each.functionName === name),
      `function ${name}`,
    );
  };
  return { world: { functions, function: find }, service };
}

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
