import { SCF_CONTRACT } from '../contract/scf.ts';
import type { Service, ServiceCall } from '../gateway/service.ts';
import { scfError } from './errors.ts';
import type { SimulatedFunction } from './function.ts';
import type { ScfWorld } from './world.ts';

interface ScfParameters {
  FunctionName: string;
  Qualifier?: string;
  Namespace?: string;
}

/** One action: GetFunctionAddress. */
export function scfService(world: ScfWorld): Service {
  return {
    contract: SCF_CONTRACT,
    perform: (call) => {
      const { Qualifier } = call.parameters as unknown as ScfParameters;
      return findFunction(world, call).address(blankless(Qualifier));
    },
    hasSettled: ({ FunctionName }) =>
      world.functions.some((each) => each.functionName === FunctionName && !each.isDeploying),
  };
}

function findFunction(world: ScfWorld, { region, parameters }: ServiceCall): SimulatedFunction {
  // The contract's types and required parameters have been checked.
  const { FunctionName, Namespace } = parameters as unknown as ScfParameters;
  const namespace = blankless(Namespace) ?? 'default';
  const inNamespace = world.functions.filter((each) => {
    return each.region === region && each.namespace === namespace;
  });
  // Every region has the namespace "default".
  if (inNamespace.length === 0 && namespace !== 'default')
    throw scfError('ResourceNotFound.Namespace');
  const found = inNamespace.find(({ functionName }) => functionName === FunctionName);
  if (found === undefined) throw scfError('ResourceNotFound.Function');
  return found;
}

function blankless(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
