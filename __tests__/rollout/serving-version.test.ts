import { describe, expect, it } from '@jest/globals';
import { findServingVersion } from '../../src/rollout/serving-version.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { application, BEFORE, crashing, old, OURS, pod } from './snapshots.ts';

const KNOWN = { revisionId: OURS, version: 'v2' };

function find(pods: readonly Pod[], current = OURS, deployVersion = 'v2') {
  const facts = application({ versionId: current, deployVersion });
  return findServingVersion({ application: facts, deployment: undefined, pods }, KNOWN);
}

describe('the version that serves', () => {
  it('is that of all healthy instances', () => {
    const named = { deployVersion: 'v1' };
    expect(find([old('b', named), old('c', named), crashing('d')])).toBe('v1');
    expect(find([pod('a'), old('b', named)])).toBe('');
  });

  it('is named by the list, then by the rollout, then by the application', () => {
    expect(find([pod('a', { deployVersion: 'v9' })])).toBe('v9');
    expect(find([pod('a')], BEFORE, 'v1')).toBe('v2');
    expect(find([old('a')], BEFORE, 'v1')).toBe('v1');
  });

  it('is not guessed', () => {
    expect(find([old('a')])).toBe('');
    expect(find([pod('a', { versionId: '' })], '', 'v1')).toBe('');
    expect(find([])).toBe('');
  });
});
