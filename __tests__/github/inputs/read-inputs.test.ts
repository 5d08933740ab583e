import { describe, expect, it } from '@jest/globals';
import type { Inputs } from '../../../src/github/inputs/input-declarations.ts';
import { INPUT_NAMES, INPUTS } from '../../../src/github/inputs/input-declarations.ts';
import type { InputsOf } from '../../../src/github/inputs/read-inputs.ts';
import { readInputs } from '../../../src/github/inputs/read-inputs.ts';
import { OPERATIONS, read, RIGHT, runnerEnv } from '../../support/steps.ts';

describe('the inputs of a step', () => {
  it('are the values that the operation uses, with the defaults', () => {
    expect(read(RIGHT)).toEqual({
      operation: 'tem-rolling-update',
      identity: {
        base: { secretId: 'AKIDexample', secretKey: 'keyexample', source: 'inputs' },
        roles: {
          roleArns: [],
          session: { roleSessionName: 'tencent-cloud-deploy', durationSeconds: 3600 },
          externalId: undefined,
        },
      },
      inputs: {
        region: 'ap-guangzhou',
        endpoint: 'tencentcloudapi.com',
        language: 'en-US',
        applicationId: 'app-shop0001',
        environmentId: 'en-prod0001',
        deployVersion: 'v2.4.0',
        packageName: undefined,
        deployStrategy: undefined,
        totalBatchCount: undefined,
        batchInterval: undefined,
        betaBatchNum: undefined,
        minAvailable: undefined,
        force: false,
        from: undefined,
        sourceChannel: undefined,
        wait: true,
        timeout: 1_800_000,
        pollInterval: 'auto',
        failureGrace: 120_000,
        onWaiting: 'stop',
        ifDeploying: 'wait',
        onFailure: 'keep',
        summary: true,
        dryRun: false,
      },
      warnings: [],
    });
  });

  it('are what was given', () => {
    const { inputs } = read({
      ...RIGHT,
      endpoint: 'intl.tencentcloudapi.com',
      language: 'zh-CN',
      'package-name': 'shop 2.jar',
      'deploy-strategy': 'BETA',
      'total-batch-count': '3',
      'batch-interval': '5m',
      'beta-batch-num': '1',
      'min-available': '0',
      force: 'TRUE',
      from: 'Coding',
      'source-channel': '-1',
      wait: 'False',
      timeout: '1h30m',
      'poll-interval': '10s',
      'failure-grace': '0s',
      'on-waiting': 'resume',
      'if-deploying': 'adopt',
      'on-failure': 'revert',
      summary: 'false',
    });
    expect(inputs).toEqual({
      region: 'ap-guangzhou',
      endpoint: 'intl.tencentcloudapi.com',
      language: 'zh-CN',
      applicationId: 'app-shop0001',
      environmentId: 'en-prod0001',
      deployVersion: 'v2.4.0',
      packageName: 'shop 2.jar',
      deployStrategy: 'BETA',
      totalBatchCount: 3,
      batchInterval: 300,
      betaBatchNum: 1,
      minAvailable: 0,
      force: true,
      from: 'Coding',
      sourceChannel: -1,
      wait: false,
      timeout: 5_400_000,
      pollInterval: 10_000,
      failureGrace: 0,
      onWaiting: 'resume',
      ifDeploying: 'adopt',
      onFailure: 'revert',
      summary: false,
      dryRun: false,
    });
  });

  it('have a type for each operation', () => {
    const inputs = read({ ...RIGHT, operation: 'tem-wait' }).inputs as InputsOf<
      (typeof OPERATIONS)['tem-wait']
    >;
    const applicationId: string = inputs.applicationId;
    const revisionId: string | undefined = inputs.revisionId;
    const pollInterval: 'auto' | number = inputs.pollInterval;
    const timeout: number = inputs.timeout;
    expect([applicationId, revisionId, pollInterval, timeout]).toEqual([
      'app-shop0001',
      undefined,
      'auto',
      1_800_000,
    ]);
  });

  it('are undefined in type only where they may be', () => {
    const inputs: Inputs<'application-id', 'deploy-strategy' | 'force' | 'batch-interval'> = {
      applicationId: 'app-1',
      deployStrategy: undefined,
      force: false,
      batchInterval: 60,
    };
    // @ts-expect-error a default is always there
    expect({ ...inputs, force: undefined } satisfies typeof inputs).toHaveProperty('force');
    // @ts-expect-error what is needed is always there
    expect({ ...inputs, applicationId: undefined } satisfies typeof inputs).toBeDefined();
    // @ts-expect-error not a word of the choice
    expect({ ...inputs, deployStrategy: 'CANARY' } satisfies typeof inputs).toBeDefined();
  });

  it('count as not given where they are blank', () => {
    const blank = Object.fromEntries(INPUT_NAMES.map((name) => [name, ' \t\n']));
    expect(read({ ...blank, ...RIGHT })).toEqual(read(RIGHT));
  });

  it('lose the white space around them', () => {
    expect(read({ ...RIGHT, region: ' ap-shanghai\n' }).inputs).toHaveProperty(
      'region',
      'ap-shanghai',
    );
  });

  it('take the region from the environment where it is blank', () => {
    const env = { TENCENTCLOUD_REGION: ' ap-beijing ' };
    expect(read({ ...RIGHT, region: '' }, env).inputs).toHaveProperty('region', 'ap-beijing');
    expect(read(RIGHT, env).inputs).toHaveProperty('region', 'ap-guangzhou');
  });

  it('may be unknown to operations without a need for a region', () => {
    const operations = { look: { required: [], optional: [] } };
    const { inputs } = readInputs(
      runnerEnv({ operation: 'look', 'secret-id': 'AKID', 'secret-key': 'key' }),
      operations,
    );
    expect(inputs).toEqual({
      region: undefined,
      endpoint: 'tencentcloudapi.com',
      language: 'en-US',
      timeout: 1_800_000,
      summary: true,
      dryRun: false,
    });
  });

  it('have the only operation there is as an example', () => {
    expect(() => readInputs(runnerEnv({}), { look: { required: [], optional: [] } })).toThrow(
      /operation is missing {13}add {3}operation: look\n/,
    );
  });

  it('are checked together once they parsed, with what is missing as undefined', () => {
    const seen: unknown[] = [];
    const operations = {
      look: {
        required: ['application-id'],
        optional: ['wait', 'timeout'],
        check: (inputs: Record<string, unknown>) => {
          seen.push({ ...inputs });
          return [];
        },
      },
    } as const;
    expect(() => readInputs(runnerEnv({ operation: 'look', timeout: 'soon' }), operations)).toThrow(
      /^4 inputs need a change:/,
    );
    expect(seen).toEqual([
      {
        region: undefined,
        endpoint: 'tencentcloudapi.com',
        language: 'en-US',
        applicationId: undefined,
        wait: true,
        summary: true,
        dryRun: false,
      },
    ]);
  });
});

describe('a warning', () => {
  it.each([
    [
      'wait',
      'false',
      'wait has no effect on tem-wait (it is for tem-rolling-update and tem-revert)',
    ],
    ['force', 'true', 'force has no effect on tem-wait (it is for tem-rolling-update)'],
    [
      'deploy-version',
      'v1',
      'deploy-version has no effect on tem-wait (it is for tem-rolling-update)',
    ],
    ['on-cancel', 'revert', 'on-cancel has no effect on tem-wait'],
    [
      'if-deploying',
      'quue',
      'if-deploying has no effect on tem-wait (it is for tem-rolling-update)',
    ],
  ])('names %s: %s, which the operation does not use', (name, value, warning) => {
    const inputs = { ...RIGHT, operation: 'tem-wait', 'deploy-version': '', [name]: value };
    expect(read(inputs).warnings).toEqual([warning]);
  });

  it('names several inputs in the order users read them', () => {
    const inputs = { ...RIGHT, operation: 'tem-wait', wait: 'false', force: 'True' };
    expect(read(inputs).warnings).toEqual([
      'deploy-version has no effect on tem-wait (it is for tem-rolling-update)',
      'force has no effect on tem-wait (it is for tem-rolling-update)',
      'wait has no effect on tem-wait (it is for tem-rolling-update and tem-revert)',
    ]);
  });

  it('is not given for the defaults, which the runner hands over like any value', () => {
    const defaults = Object.fromEntries(
      INPUT_NAMES.map((name) => [name, 'default' in INPUTS[name] ? INPUTS[name].default : '']),
    );
    const inputs = { ...defaults, ...RIGHT, operation: 'tem-wait', 'deploy-version': '' };
    expect(read(inputs).warnings).toEqual([]);
  });

  it.each([
    ['force', 'FALSE'],
    ['wait', 'True'],
    ['on-failure', ' keep '],
  ])('is not given for a default written in another way: %s: %s', (name, value) => {
    const inputs = { ...RIGHT, operation: 'tem-wait', 'deploy-version': '', [name]: value };
    expect(read(inputs).warnings).toEqual([]);
  });

  it('names an input whose name is almost right', () => {
    expect(read({ ...RIGHT, 'on-failur': 'revert', time_out: '1h' }).warnings).toEqual([
      'on-failur is no input of this action: do you mean on-failure?',
      'time_out is no input of this action: do you mean timeout?',
    ]);
  });

  it('is not given for other names, nor for blank ones', () => {
    expect(read({ ...RIGHT, 'something-else': 'x', 'on-failur': ' ' }).warnings).toEqual([]);
  });
});
