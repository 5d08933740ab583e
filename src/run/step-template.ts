import type { Credentials } from '../identity.ts';
import type { InputName } from '../github/inputs/input-declarations.ts';
import { getDeclaration } from '../github/inputs/input-declarations.ts';
import { isChanged } from '../github/inputs/read-values.ts';
import type { Identity } from '../github/read-identity.ts';
import { ROLE_INPUTS } from '../github/read-identity.ts';
import { getEnv, getInputVariable } from '../github/runner-env.ts';
import type { StepTemplate } from '../report/step-snippet.ts';
import { UNKNOWN_ACTION } from '../report/step-snippet.ts';
import { formatYamlValue } from '../text/format.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';

/** Inputs that are copied unchanged; none of them is secret. */
const CARRIED = [...ROLE_INPUTS, 'region', 'endpoint'] as const satisfies readonly InputName[];

/**
 * Creates the template for another step like this one. It contains no secrets, only their names.
 * `isActionOfOperation`: this step uses an action that has only one operation.
 */
export function createStepTemplate(
  env: NodeJS.ProcessEnv,
  { base }: Identity,
  isActionOfOperation = false,
): StepTemplate {
  const keys = base.source === 'oidc' ? undefined : base;
  const carried = CARRIED.flatMap((name) => formatCarriedInput(env, name));
  return {
    uses: readActionAddress(env),
    isActionOfOperation,
    remarks: listRemarks(base.source, keys?.token !== undefined),
    env: keys?.source === 'environment' && keys.token === undefined ? ENVIRONMENT_LINES : [],
    with: keys?.source === 'inputs' ? [...formatSecretInputs(keys), ...carried] : carried,
  };
}

/** Returns the template of a step that continues this deployment's record, if there is one. */
export function withDeploymentId(
  template: StepTemplate,
  deploymentId: number | undefined,
): StepTemplate {
  if (deploymentId === undefined) return template;
  const token = `github-token: ${getDeclaration('github-token').example}`;
  const id = `github-deployment-id: ${formatYamlValue(String(deploymentId))}`;
  return { ...template, with: [...template.with, token, id] };
}

function readActionAddress(env: NodeJS.ProcessEnv): string {
  const repository = getEnv(env, 'GITHUB_ACTION_REPOSITORY') ?? '';
  const ref = getEnv(env, 'GITHUB_ACTION_REF') ?? '';
  const isKnown = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
  return isKnown ? `${repository}@${ref}` : UNKNOWN_ACTION;
}

const ENVIRONMENT_LINES = ['TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY'].map(
  (variable) => `${variable}: \${{ secrets.${variable} }}`,
);

/** The repository may name its secrets differently: these are the documented names. */
function formatSecretInputs({ token }: Credentials): string[] {
  const names: InputName[] = ['secret-id', 'secret-key', ...(token ? (['token'] as const) : [])];
  return names.map((name) => `${name}: ${getDeclaration(name).example}`);
}

function listRemarks(source: Identity['base']['source'], isTemporary: boolean): Text[] {
  if (source === 'oidc') return [message('github.remark-id-token')];
  return source === 'environment' && isTemporary
    ? [message('network.credentials-remark-temporary')]
    : [];
}

/** Returns the lines of an input that this step was given; none if it has its default. */
function formatCarriedInput(env: NodeJS.ProcessEnv, name: InputName): string[] {
  const variables = [getInputVariable(name), ...(getDeclaration(name).environment ?? [])];
  const value = variables.map((variable) => getEnv(env, variable)).find(Boolean);
  if (value === undefined || (getEnv(env, getInputVariable(name)) && !isChanged(env, name)))
    return [];
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  return lines.length === 1
    ? [`${name}: ${formatYamlValue(value)}`]
    : [`${name}: |`, ...lines.filter(Boolean).map((line) => `  ${line}`)];
}
