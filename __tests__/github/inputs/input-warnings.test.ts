import { describe, expect, it } from '@jest/globals';
import { deploymentWarnings } from '../../../src/github/inputs/input-warnings.ts';

describe('inputs of a record that lack another', () => {
  it.each([
    [{}, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-ENVIRONMENT': 'e' }, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-DEPLOYMENT-ID': '1' }, []],
    [
      { 'INPUT_GITHUB-TOKEN': 't' },
      [{ key: 'input.unused-without', values: { name: 'github-token' } }],
    ],
    [
      { 'INPUT_ENVIRONMENT-URL': 'u' },
      [{ key: 'input.unused-without', values: { name: 'environment-url' } }],
    ],
    [
      { 'INPUT_GITHUB-ENVIRONMENT': 'e' },
      [{ key: 'input.unused-without-token', values: { name: 'github-environment' } }],
    ],
  ])('%j', (env, warnings) => {
    expect(deploymentWarnings(env)).toMatchObject(warnings);
  });
});
