import type { InputName } from '../../src/github/inputs/input-declarations.ts';
import type { InputIssue } from '../../src/github/inputs/input-errors.ts';
import { InputsError } from '../../src/github/inputs/input-errors.ts';
import type { InputRules } from '../../src/github/inputs/operation-inputs.ts';
import { readOperationInputs } from '../../src/github/inputs/operation-inputs.ts';
import type { StepInputs } from '../../src/github/inputs/read-inputs.ts';
import { readInputs } from '../../src/github/inputs/read-inputs.ts';

/** An operation of which only the inputs matter: what it makes of them is their values. */
export function useInputs<const Required extends InputName, const Optional extends InputName>(
  rules: InputRules<Required, Optional>,
) {
  const { required, optional } = rules;
  return {
    required,
    optional,
    prepare: (env: NodeJS.ProcessEnv) => {
      const read = readOperationInputs(env, rules);
      return 'issues' in read ? read : { prepared: read.inputs };
    },
  };
}

const TARGET = ['region', 'application-id', 'environment-id'] as const;
const FOLLOW = ['poll-interval', 'failure-grace'] as const;

/** Operations like the action's. */
export const OPERATIONS = {
  'tem-rolling-update': useInputs({
    required: [...TARGET, 'deploy-version'],
    optional: [
      'package-name',
      'deploy-strategy',
      'total-batch-count',
      'batch-interval',
      'beta-batch-num',
      'min-available',
      'force',
      'from',
      'source-channel',
      'wait',
      'if-deploying',
      ...FOLLOW,
      'on-waiting',
      'on-failure',
    ],
    check: ({ deployStrategy, betaBatchNum }) =>
      betaBatchNum !== undefined && deployStrategy !== 'BETA'
        ? [
            { input: 'beta-batch-num', problem: 'is for BETA', fix: 'add deploy-strategy: BETA' },
            { input: 'deploy-strategy', problem: 'is not BETA', fix: 'use BETA' },
          ]
        : [],
  }),
  'tem-wait': useInputs({ required: TARGET, optional: ['revision-id', ...FOLLOW, 'on-waiting'] }),
  'tem-revert': useInputs({ required: TARGET, optional: ['revision-id', 'wait', ...FOLLOW] }),
};

/** The inputs of a step that lacks nothing. */
export const RIGHT = {
  operation: 'tem-rolling-update',
  'secret-id': 'AKIDexample',
  'secret-key': 'keyexample',
  region: 'ap-guangzhou',
  'application-id': 'app-shop0001',
  'environment-id': 'en-prod0001',
  'deploy-version': 'v2.4.0',
};

/** The environment that the runner makes of a step's inputs. */
export function runnerEnv(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return { ...env, ...(Object.fromEntries(variables) as Record<string, string>) };
}

/** What a step with these inputs reads. */
export function read(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): StepInputs<object> {
  return readInputs<object>(runnerEnv(inputs, env), OPERATIONS);
}

/** What is wrong with a step's inputs. */
export function issuesOf(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): readonly InputIssue[] {
  try {
    read(inputs, env);
  } catch (error) {
    if (error instanceof InputsError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}
