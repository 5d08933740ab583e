import { describe, expect, it } from '@jest/globals';
import { explainPods } from '../../src/rollout/pod-reasons.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { batch, pod } from './snapshots.ts';

const PENDING: Partial<Pod> = { status: 'Pending', isReady: false, containerState: 'waiting' };

function explain(facts: Partial<Pod>, status: string): string | undefined {
  const batches = [batch(1, 'Deploying', { newPods: [{ podId: 'a', status }] })];
  return explainPods([pod('a', facts)], batches)[0]?.warning;
}

describe('why an instance is not healthy', () => {
  it.each<[Partial<Pod>, string, string]>([
    [PENDING, '', ''],
    [PENDING, 'Pending', ''],
    [PENDING, '1', ''],
    [PENDING, 'Pending, ImagePullBackOff', 'ImagePullBackOff'],
    [
      { ...PENDING, containerState: 'ErrImagePull' },
      'ImagePullBackOff',
      'ImagePullBackOff; ErrImagePull',
    ],
    [
      { ...PENDING, warning: 'Back-off pulling' },
      'ImagePullBackOff',
      'Back-off pulling; ImagePullBackOff',
    ],
    [{ ...PENDING, warning: 'imagepullbackoff: x' }, 'ImagePullBackOff', 'imagepullbackoff: x'],
    [{ ...PENDING, status: 'CrashLoopBackOff' }, 'crashloopbackoff', ''],
  ])('is told by %j and the word %j of the details', (facts, status, reason) => {
    expect(explain(facts, status)).toBe(reason);
  });

  it('is not asked of a healthy one', () => {
    expect(explain({}, 'ImagePullBackOff')).toBe('');
  });

  it('is the same if it is asked again, and without details', () => {
    const batches = [batch(1, 'Deploying', { newPods: [{ podId: 'a', status: 'OOMKilled' }] })];
    const once = explainPods([pod('a', PENDING)], batches);
    expect(explainPods(once, batches)).toEqual(once);
    expect(explainPods([pod('a', PENDING)])[0]?.warning).toBe('');
  });
});
