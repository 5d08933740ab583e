import { describe, expect, it } from '@jest/globals';
import { findAliased } from '../../../src/github/inputs/input-aliases.ts';
import { issuesOf, read, RIGHT } from '../../support/steps.ts';

describe('a name from elsewhere', () => {
  it.each([
    ['version', 'tem-rolling-update', 'deploy-version'],
    ['version', 'car-set-online', 'application-version-id'],
    ['version', 'scf-code-url', 'qualifier'],
    ['version', 'dlc-result-download', undefined],
    ['version', '', 'deploy-version'],
    ['image_tag', 'tem-rolling-update', 'deploy-version'],
    ['jar', 'tem-rolling-update', 'package-file'],
    ['jar', 'scf-code-url', undefined],
    ['url', 'car-set-online', 'environment-url'],
    ['toString', 'tem-wait', undefined],
  ])('%s in %s means %s', (name, operation, meant) => {
    expect(findAliased(name, operation)).toBe(meant);
  });

  it.each([
    ['version', 'deploy-version'],
    ['tag', 'deploy-version'],
    ['app-id', 'application-id'],
    ['env-id', 'environment-id'],
  ])('is to be renamed if what it means is missing: %s', (wrong, name) => {
    expect(issuesOf({ ...RIGHT, [name]: '', [wrong]: 'x' })).toMatchObject([
      { input: name, fix: { key: 'input.rename', values: { name, wrong } } },
    ]);
  });

  it.each([
    ['version', 'deploy-version'],
    ['strategy', 'deploy-strategy'],
    ['batches', 'total-batch-count'],
    ['on-failur', 'on-failure'],
  ])('is a warning beside right ones: %s', (wrong, name) => {
    const { warnings } = read({ ...RIGHT, [wrong]: 'x' });
    expect(warnings).toMatchObject([{ key: 'input.unknown', values: { name, wrong } }]);
  });

  it('is an error if a plan was meant', () => {
    expect(issuesOf({ ...RIGHT, dry_run: 'true' })).toMatchObject([
      { input: 'dry-run', fix: { key: 'input.rename' } },
    ]);
  });
});
