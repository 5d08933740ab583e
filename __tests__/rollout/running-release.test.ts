import { describe, expect, it } from '@jest/globals';
import { isRunning } from '../../src/rollout/running-release.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { batch, crashing, done, old, pod, underWay, waiting } from './snapshots.ts';

const IMAGE = { deployVersion: 'v2', packageName: undefined };

describe('an application runs a release', () => {
  it.each<[string, Snapshot, boolean]>([
    ['at rest and healthy', done(), true],
    ['without details', done({ deployment: 'none' }), true],
    [
      'scaled to 0',
      done({ application: { expectedInstances: 0, currentInstances: 0 }, pods: [] }),
      true,
    ],
    ['of another version', done({ application: { deployVersion: 'v1' } }), false],
    ['without a revision', done({ application: { versionId: '' } }), false],
    ['in a rollout', underWay(), false],
    ['in a rollout that is paused', waiting('beta'), false],
    ['with an unfinished batch', done({ deployment: { batches: [batch(1, 'NotStart')] } }), false],
    ['that failed', done({ deployment: { status: 'Error' } }), false],
    ['with an instance of the version before', done({ pods: [pod('a'), old('z')] }), false],
    ['with an instance that crashes', done({ pods: [pod('a'), crashing('b')] }), false],
    ['with too few instances', done({ pods: [pod('a')] }), false],
  ])('%s', (_, snapshot, expected) => {
    expect(isRunning(snapshot, IMAGE)).toBe(expected);
  });

  it.each([
    ['shop.jar', 'shop.jar', true],
    ['tem/pkg/shop.jar', 'shop.jar', true],
    ['shop.jar', 'tem/pkg/shop.jar', true],
    ['tem/pkg/shop.jar', 'tem/pkg/shop.jar', true],
    ['tem/pkg/shop.jar', 'tem/other/shop.jar', false],
    ['tem/pkg/shop.jar', 'cart.jar', false],
    ['', 'shop.jar', false],
  ])('of the package %j, asked for %j: %s', (pkgName, packageName, expected) => {
    const release = { deployVersion: 'v2', packageName };
    expect(isRunning(done({ application: { pkgName } }), release)).toBe(expected);
  });
});
