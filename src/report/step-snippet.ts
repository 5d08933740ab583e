import type { Credentials } from '../identity.ts';
import { getEnv, getInputVariable } from '../github/runner-env.ts';
import type { Identity } from '../github/read-identity.ts';
import { ROLE_INPUTS } from '../github/read-identity.ts';
import type { InputName } from '../github/inputs/input-declarations.ts';
import { getDeclaration } from '../github/inputs/input-declarations.ts';
import { isChanged } from '../github/inputs/read-values.ts';
import { formatYamlLines, formatYamlValue } from '../text/yaml.ts';
import type { NextStep } from './outcome.ts';

/** What a further step of the workflow that acts on the same cloud has in common with this one. */
export interface StepTemplate {
  /** `octo-org/deploy@v1` */
  readonly uses: string;
  /** What it needs that stands elsewhere in the workflow, a line each. */
  readonly remarks: readonly string[];
  /** Lines of `env:` and of `with:`, as YAML. */
  readonly env: readonly string[];
  readonly with: readonly string[];
}

/** Stands in where the action does not know its own address: it is used from a folder. */
const UNKNOWN_ACTION = 'OWNER/REPO@v1';

/** Of a step whose inputs could not be read. */
export const MINIMAL_TEMPLATE: StepTemplate = {
  uses: UNKNOWN_ACTION,
  remarks: [],
  env: [],
  with: [],
};

/** Inputs that are given on as they are; none of them is secret. */
const CARRIED = [...ROLE_INPUTS, 'region', 'endpoint'] as const satisfies readonly InputName[];

/** The template of a step like this one. Holds no secret, only the names of secrets. */
export function createStepTemplate(env: NodeJS.ProcessEnv, { base }: Identity): StepTemplate {
  const keys = base.source === 'oidc' ? undefined : base;
  const carried = CARRIED.flatMap((name) => carriedLines(env, name));
  return {
    uses: actionAddress(env),
    remarks: remarksOn(base.source, keys?.token !== undefined),
    env: keys?.source === 'environment' && keys.token === undefined ? ENVIRONMENT : [],
    with: keys?.source === 'inputs' ? [...secretLines(keys), ...carried] : carried,
  };
}

/** The template of a step that goes on with the record of this deployment. */
export function withDeploymentId(template: StepTemplate, deploymentId: string): StepTemplate {
  const token = `github-token: ${getDeclaration('github-token').example}`;
  const id = `github-deployment-id: ${formatYamlValue(deploymentId)}`;
  return { ...template, with: [...template.with, token, id] };
}

function actionAddress(env: NodeJS.ProcessEnv): string {
  const repository = getEnv(env, 'GITHUB_ACTION_REPOSITORY') ?? '';
  const ref = getEnv(env, 'GITHUB_ACTION_REF') ?? '';
  const isKnown = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
  return isKnown ? `${repository}@${ref}` : UNKNOWN_ACTION;
}

const ENVIRONMENT = ['TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY'].map(
  (variable) => `${variable}: \${{ secrets.${variable} }}`,
);

/** Under which name a repository keeps its secrets is unknown: these are the ones that we advise. */
function secretLines({ token }: Credentials): string[] {
  const names: InputName[] = ['secret-id', 'secret-key', ...(token ? (['token'] as const) : [])];
  return names.map((name) => `${name}: ${getDeclaration(name).example}`);
}

function remarksOn(source: Identity['base']['source'], isTemporary: boolean): string[] {
  if (source === 'oidc') return ['The job needs   permissions: id-token: write'];
  return source === 'environment' && isTemporary
    ? ['The temporary keys come from the environment: get new ones in a step before this one.']
    : [];
}

function carriedLines(env: NodeJS.ProcessEnv, name: InputName): string[] {
  const variables = [getInputVariable(name), ...(getDeclaration(name).environment ?? [])];
  const value = variables.map((variable) => getEnv(env, variable)).find(Boolean);
  if (value === undefined || (getEnv(env, getInputVariable(name)) && !isChanged(env, name)))
    return [];
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  return lines.length === 1
    ? [`${name}: ${formatYamlValue(value)}`]
    : [`${name}: |`, ...lines.filter(Boolean).map((line) => `  ${line}`)];
}

/**
 * The lines of a whole step of a workflow, to copy: what the advice asks for, and what every step
 * needs. None where the sentence says it all.
 */
export function renderStepLines({ inputs }: NextStep, template: StepTemplate): string[] {
  if (inputs === undefined) return [];
  const { operation = '', ...others } = inputs;
  return [
    ...template.remarks.map((remark) => `# ${remark}`),
    `- uses: ${template.uses}`,
    ...block('env', template.env),
    ...block('with', [
      ...formatYamlLines({ operation }),
      ...template.with,
      ...formatYamlLines(others),
    ]),
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}
