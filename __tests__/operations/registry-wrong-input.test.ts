import { describe, expect, it } from '@jest/globals';
import { InputsError } from '../../src/github/inputs/input-errors.ts';
import { readInputs } from '../../src/github/inputs/read-inputs.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { runnerEnv } from '../support/steps.ts';

const KEYS = { 'secret-id': 'AKIDexample', 'secret-key': 'keyexample', region: 'ap-guangzhou' };
const TEM = {
  ...KEYS,
  operation: 'tem-rolling-update',
  'application-id': 'app-shop0001',
  'environment-id': 'en-prod0001',
  'deploy-version': 'v1',
};
const CAR = { ...KEYS, operation: 'car-create-version', 'application-id': 'app-game0001' };
const DLC = { ...KEYS, operation: 'dlc-result-download' };
const PAUSES = { 'total-batch-count': '9', 'batch-interval': '600', 'on-timeout': 'revert' };

/** The inputs that a step with these has to change. */
function wrongOf(inputs: Readonly<Record<string, string>>): string[] {
  try {
    readInputs(runnerEnv(inputs), OPERATIONS);
    return [];
  } catch (error) {
    if (!(error instanceof InputsError)) throw error;
    return error.issues.map(({ input }) => input);
  }
}

describe('one wrong input is one problem', () => {
  it.each([
    [{ ...TEM, 'deploy-strategy': 'CANARY', 'beta-batch-num': '1' }, 'deploy-strategy'],
    [{ ...TEM, 'deploy-strategi': 'BETA', 'beta-batch-num': '1' }, 'deploy-strategy'],
    [{ ...TEM, 'deploy-strategy': 'BETA', 'beta-batch-num': 'one' }, 'beta-batch-num'],
    [{ ...TEM, 'deploy-strategy': 'MANUEL', ...PAUSES }, 'deploy-strategy'],
    [{ ...TEM, wait: 'no', ...PAUSES }, 'wait'],
    [{ ...TEM, 'package-file': 'a\u0000.jar', 'download-path': 'x/' }, 'package-file'],
    [{ ...TEM, 'package-name': 'a\u0000.jar', 'download-path': 'x/' }, 'package-name'],
    [{ ...CAR, 'application-file-name': 'a b.zip' }, 'application-file-name'],
    [{ ...CAR, 'package-file': 'a\u0000.zip', 'set-online': 'true' }, 'package-file'],
    [{ ...CAR, 'package-fil': 'a.zip', 'set-online': 'true' }, 'package-file'],
    [{ ...DLC, 'task-id': 'a b' }, 'task-id'],
    [{ ...DLC, 'download-id': 'a b' }, 'download-id'],
    [{ ...DLC, 'download-id': 'a', 'task-id': 'a b', force: 'true' }, 'task-id'],
    [{ ...DLC, 'download-id': 'a b', force: 'true', 'task-id': 'x' }, 'download-id'],
  ])('%j', (inputs, input) => {
    expect([...new Set(wrongOf(inputs))]).toEqual([input]);
  });

  it('does not make keys missing where a role is meant by OIDC', () => {
    const step = { ...TEM, 'secret-id': '', 'secret-key': '', 'role-arn': 'deploy' };
    expect(wrongOf(step).toSorted()).toEqual(['oidc-provider-id', 'role-arn']);
    expect(wrongOf({ ...step, 'oidc-provider-id': 'github' })).toEqual(['role-arn']);
  });

  it('hides no other that is true', () => {
    const inputs = { ...TEM, 'deploy-strategy': 'BETA', 'batch-interval': 'soon', region: '' };
    expect(wrongOf(inputs)).toEqual(['region', 'batch-interval', 'beta-batch-num']);
  });
});
