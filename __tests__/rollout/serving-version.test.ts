import { describe, expect, it } from '@jest/globals';
import { listServingVersions } from '../../src/rollout/serving-version.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { application, BEFORE, crashing, old, OURS, pod } from './snapshots.ts';

const KNOWN = { revisionId: OURS, version: 'v2' };

function list(pods: readonly Pod[], current = OURS, deployVersion = 'v2') {
  const facts = application({ versionId: current, deployVersion });
  return listServingVersions({ application: facts, deployment: undefined, pods }, KNOWN);
}

describe('the versions that serve', () => {
  it('are those of the healthy instances, the most frequent first', () => {
    const named = { deployVersion: 'v1' };
    expect(list([pod('a'), old('b', named), old('c', named), crashing('d')])).toEqual(['v1', 'v2']);
  });

  it('are named by the list, then by the rollout, then by the application', () => {
    expect(list([pod('a', { deployVersion: 'v9' })])).toEqual(['v9']);
    expect(list([pod('a')], BEFORE, 'v1')).toEqual(['v2']);
    expect(list([old('a')], BEFORE, 'v1')).toEqual(['v1']);
  });

  it('are not guessed', () => {
    expect(list([old('a')])).toEqual(['']);
    expect(list([pod('a', { versionId: '' })], '', 'v1')).toEqual(['']);
    expect(list([])).toEqual([]);
  });
});
