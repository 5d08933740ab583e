import { describe, expect, it } from '@jest/globals';
import { INPUT_NAMES, INPUTS } from '../../../src/github/inputs/input-declarations.ts';
import { InputsError } from '../../../src/github/inputs/input-errors.ts';
import { readInputs } from '../../../src/github/inputs/read-inputs.ts';
import type { Message } from '../../../src/text/message.ts';
import { read, RIGHT, runnerEnv, useInputs } from '../../support/steps.ts';

const KEYS = { 'secret-id': 'AKID', 'secret-key': 'key' };

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
      prepared: {
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
    const { prepared } = read({
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
    expect(prepared).toEqual({
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

  it('count as not given where they are blank', () => {
    const blank = Object.fromEntries(INPUT_NAMES.map((name) => [name, ' \t\n']));
    expect(read({ ...blank, ...RIGHT })).toEqual(read(RIGHT));
  });

  it('lose the white space around them', () => {
    expect(read({ ...RIGHT, region: ' ap-shanghai\n' }).prepared).toHaveProperty(
      'region',
      'ap-shanghai',
    );
  });

  it('take the region from the environment where it is blank', () => {
    const env = { TENCENTCLOUD_REGION: ' ap-beijing ' };
    expect(read({ ...RIGHT, region: '' }, env).prepared).toHaveProperty('region', 'ap-beijing');
    expect(read(RIGHT, env).prepared).toHaveProperty('region', 'ap-guangzhou');
  });

  it('need no region where the operation does not', () => {
    const look = useInputs({ required: [], optional: [] });
    const { prepared } = readInputs(runnerEnv({ operation: 'look', ...KEYS }), { look });
    expect(prepared).toEqual({
      region: undefined,
      endpoint: 'tencentcloudapi.com',
      language: 'en-US',
      timeout: 1_800_000,
      summary: true,
      dryRun: false,
    });
  });

  it('have the only operation there is as an example', () => {
    const look = useInputs({ required: [], optional: [] });
    const fix: unknown = expect.objectContaining({
      key: 'input.add',
      values: { name: 'operation', example: 'look' },
    });
    const issue: unknown = expect.objectContaining({ input: 'operation', fix });
    expect(() => readInputs(runnerEnv(KEYS), { look })).toThrow(
      expect.objectContaining({ issues: [issue] }),
    );
  });

  it('are wrong where something else that the step depends on is', () => {
    const look = useInputs({ required: [], optional: [] });
    const issue = { input: 'HTTP_PROXY', problem: 'is wrong', fix: 'change it' };
    const env = runnerEnv({ operation: 'look', ...KEYS });
    expect(() => readInputs(env, { look }, [issue])).toThrow(InputsError);
  });

  it('are checked together, without what is missing or wrong', () => {
    const seen: unknown[] = [];
    const look = useInputs({
      required: ['application-id'],
      optional: ['wait', 'timeout', 'from'],
      check: (inputs) => {
        seen.push({ ...inputs });
        return [];
      },
    });
    const env = runnerEnv({ operation: 'look', timeout: 'soon' });
    expect(() => readInputs(env, { look })).toThrow(InputsError);
    expect(seen).toEqual([
      {
        region: undefined,
        endpoint: 'tencentcloudapi.com',
        language: 'en-US',
        wait: true,
        from: undefined,
        summary: true,
        dryRun: false,
      },
    ]);
  });
});

describe('a warning', () => {
  /** The input that each warning is about. */
  const warned = (inputs: Readonly<Record<string, string>>): unknown[] =>
    read(inputs).warnings.map((warning) => (warning as Message).values.name);

  it.each([
    ['wait', 'false'],
    ['force', 'true'],
    ['deploy-version', 'v1'],
    ['on-cancel', 'revert'],
    ['if-deploying', 'quue'],
  ])('names %s: %s, which the operation does not use', (name, value) => {
    const inputs = { ...RIGHT, operation: 'tem-wait', 'deploy-version': '', [name]: value };
    expect(warned(inputs)).toEqual([name]);
  });

  it('names the operations that use the input', () => {
    const inputs = { ...RIGHT, operation: 'tem-wait', 'deploy-version': '', wait: 'false' };
    const [warning] = read(inputs).warnings;
    const users = [{ values: { code: 'tem-rolling-update' } }, { values: { code: 'tem-revert' } }];
    expect(warning).toMatchObject({ values: { users: { items: users, join: 'and' } } });
  });

  it('names several inputs in the order in which users read them', () => {
    const inputs = { ...RIGHT, operation: 'tem-wait', wait: 'false', force: 'True' };
    expect(warned(inputs)).toEqual(['deploy-version', 'force', 'wait']);
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

  it('names an input whose name is almost right, and the right name', () => {
    const { warnings } = read({ ...RIGHT, 'on-failur': 'revert', time_out: '1h' });
    expect(warnings).toMatchObject([
      { key: 'input.unknown', values: { wrong: 'on-failur', name: 'on-failure' } },
      { key: 'input.unknown', values: { wrong: 'time_out', name: 'timeout' } },
    ]);
  });

  it('is not given for other names, nor for blank ones', () => {
    expect(read({ ...RIGHT, 'something-else': 'x', 'on-failur': ' ' }).warnings).toEqual([]);
  });
});
