import { describe, expect, it } from '@jest/globals';
import type { InputName, Inputs } from '../../src/github/inputs/input-declarations.ts';
import { readValues } from '../../src/github/inputs/read-values.ts';
import type { OperationContext, PreparedOperation } from '../../src/operations/operation.ts';
import { defineOperation } from '../../src/operations/operation.ts';
import { createOutcome } from '../../src/report/outcome.ts';
import { runnerEnv } from '../support/steps.ts';

const NO_CONTEXT = {} as OperationContext;
const plan = () => Promise.resolve({ headline: '', changes: [], blockers: [] });
const run = () => Promise.resolve(createOutcome('succeeded', ''));

function prepare(
  operation: ReturnType<typeof defineOperation>,
  inputs: Readonly<Record<string, string>>,
): PreparedOperation {
  const preparation = operation.prepare(runnerEnv(inputs));
  if ('issues' in preparation) throw new Error(JSON.stringify(preparation.issues));
  return preparation.prepared;
}

describe('an operation', () => {
  const operation = defineOperation({
    required: ['deploy-version'],
    optional: ['wait', 'from'],
    outputs: [],
    plan: ({ from }) => Promise.resolve({ headline: from ?? 'none', changes: [], blockers: [] }),
    run: ({ deployVersion, timeout }) =>
      Promise.resolve(createOutcome('succeeded', `${deployVersion} in ${timeout} ms`)),
  });

  it('runs and plans with the inputs that it has read', async () => {
    const prepared = prepare(operation, { 'deploy-version': 'v1', timeout: '5s' });
    expect(prepared.common).toMatchObject({ timeout: 5_000, dryRun: false });
    expect(prepared.inputs).toMatchObject({ deployVersion: 'v1', wait: true });
    await expect(prepared.run(NO_CONTEXT)).resolves.toMatchObject({ headline: 'v1 in 5000 ms' });
    await expect(prepared.plan(NO_CONTEXT)).resolves.toMatchObject({ headline: 'none' });
    await expect(prepared.preflight(NO_CONTEXT)).resolves.toBeUndefined();
  });

  it('is refused where an input is missing', () => {
    expect(operation.prepare(runnerEnv({}))).toMatchObject({
      issues: [{ input: 'deploy-version' }],
    });
  });

  it('may refuse its inputs before any call', async () => {
    const refusing = defineOperation({
      required: [],
      optional: ['download-path'],
      outputs: [],
      preflight: ({ downloadPath }) => Promise.reject(new Error(downloadPath)),
      plan,
      run,
    });
    const prepared = prepare(refusing, { 'download-path': '/etc' });
    await expect(prepared.preflight(NO_CONTEXT)).rejects.toThrow('/etc');
  });
});

// The compiler holds these: without an error where one is expected, it fails.
describe('the types of inputs', () => {
  const takesNumber = (inputs: { readonly githubToken?: number | undefined }) => inputs.githubToken;
  const takesText = (inputs: { readonly timeout?: string | undefined }) => inputs.timeout;

  it('hold from a declaration to the operation', () => {
    const operation = defineOperation({
      required: ['deploy-version'],
      optional: ['deploy-strategy', 'force'],
      outputs: [],
      check: (inputs) => {
        // @ts-expect-error what is missing or wrong is not there
        const isLong = inputs.deployVersion.length > 9;
        // @ts-expect-error the operation does not use this input
        const isUsed = inputs.taskId !== undefined;
        return isLong && isUsed ? [] : [];
      },
      plan: (inputs) => {
        // @ts-expect-error a choice has no other words
        const isCanary = inputs.deployStrategy === 'CANARY';
        // @ts-expect-error a flag is no text
        const text: string = inputs.force;
        return Promise.resolve({ headline: text, changes: isCanary ? [''] : [], blockers: [] });
      },
      run: (inputs) => {
        // @ts-expect-error a duration is a number
        const timeout: string = inputs.timeout;
        // @ts-expect-error an optional input without a default may be undefined
        const strategy: string = inputs.deployStrategy;
        // @ts-expect-error a function that takes another type of value is refused
        takesText(inputs);
        return Promise.resolve(createOutcome('succeeded', `${timeout}${strategy}`));
      },
    });
    expect(operation.required).toEqual(['deploy-version']);
  });

  it('hold where the step itself uses inputs', () => {
    const { common, inputs } = prepare(
      defineOperation({ required: [], optional: [], outputs: [], plan, run }),
      {
        'github-token': 'token',
      },
    );
    // @ts-expect-error a token is a text
    expect(takesNumber(common)).toBe('token');
    // @ts-expect-error so it is in the report
    expect(takesNumber(inputs)).toBe('token');
    // @ts-expect-error a duration is a number
    expect(takesText(common)).toBe(1_800_000);
  });

  it('hold where inputs are read on their own', () => {
    const { valid } = readValues(runnerEnv({ 'role-arn': 'x' }), [], ['role-arn', 'timeout']);
    // @ts-expect-error a duration is a number
    expect(takesText(valid)).toBe(1_800_000);
    // @ts-expect-error no such input is declared
    const name: InputName = 'role-arm';
    expect(name).toBe('role-arm');
  });

  it('are undefined only where they may be', () => {
    const inputs: Inputs<'application-id', 'deploy-strategy' | 'force'> = {
      applicationId: 'app-1',
      deployStrategy: undefined,
      force: false,
    };
    // @ts-expect-error a default is always there
    expect({ ...inputs, force: undefined } satisfies typeof inputs).toHaveProperty('force');
    // @ts-expect-error a required input is always there
    expect({ ...inputs, applicationId: undefined } satisfies typeof inputs).toBeDefined();
  });
});
