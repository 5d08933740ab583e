import { describe, expect, it } from '@jest/globals';
import { deploymentWarnings } from '../../../src/github/inputs/input-warnings.ts';

describe('inputs of a record that lack another', () => {
  it.each([
    [{}, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-ENVIRONMENT': 'e' }, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-DEPLOYMENT-ID': '1' }, []],
    [{ 'INPUT_GITHUB-TOKEN': 't' }, [/^github-token has no effect/]],
    [{ 'INPUT_ENVIRONMENT-URL': 'u' }, [/^environment-url has no effect/]],
    [{ 'INPUT_GITHUB-ENVIRONMENT': 'e' }, [/^github-environment .* add {3}github-token: /]],
  ])('%j', (env, warnings) => {
    expect(deploymentWarnings(env)).toEqual(
      warnings.map((warning) => expect.stringMatching(warning) as unknown),
    );
  });
});
