import type { InputIssue } from '../github/inputs/input-errors.ts';
import type { StepInputs } from '../github/inputs/read-inputs.ts';
import { readInputs } from '../github/inputs/read-inputs.ts';
import type { PreparedOperation } from '../operations/operation.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { readProxies } from '../tencent/proxy-env.ts';
import { message } from '../text/message.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { Runtime } from './runtime.ts';

/**
 * Reads what the step asks for; masks every secret that it was given first.
 * @throws InputsError with everything that is wrong
 */
export function readStep({ core, env }: Runtime): StepInputs<PreparedOperation> {
  maskSecrets({ core, env });
  const { invalidVariables } = readProxies(env);
  return readInputs(env, OPERATIONS, invalidVariables.map(toProxyIssue));
}

/** The value is not quoted: there may be a password in it. */
function toProxyIssue(variable: string): InputIssue {
  return {
    input: variable,
    problem: message('input.is-no-proxy'),
    fix: message('input.use-proxy-url'),
  };
}
