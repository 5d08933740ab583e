import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainPods } from '../../src/rollout/pod-reasons.ts';
import { isHealthy } from '../../src/rollout/pods.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { formatText } from '../../src/text/format-text.ts';
import type { Text } from '../../src/text/message.ts';
import { batch, pod } from './snapshots.ts';

const PENDING: Partial<Pod> = { status: 'Pending', isReady: false, containerState: 'waiting' };

function explain(facts: Partial<Pod>, status: string): string | undefined {
  const batches = [batch(1, 'Deploying', { newPods: [{ podId: 'a', status }] })];
  return explainPods([pod('a', facts)], batches)[0]?.warning;
}

function reasonOf(facts: Partial<Pod>): Text {
  return explainPods([pod('a', facts)])[0]?.reason ?? 'no pod';
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

describe('the reason', () => {
  it.each([
    ['of a healthy pod', {}, ''],
    ['of a healthy pod with a warning', { warning: 'was slow' }, ''],
    ['of a pod that crashes', { status: 'CrashLoopBackOff', isReady: false }, 'CrashLoopBackOff'],
    [
      'of a pod that crashes with a warning',
      { status: 'Error', isReady: false, warning: 'exit code 1' },
      'Error: exit code 1',
    ],
    ['of a pod that runs and is not ready', { isReady: false }, 'not ready'],
    ['of one with a warning', { isReady: false, warning: 'probe' }, 'not ready: probe'],
    ['of a pod that is ready and unhealthy', { isUnhealthy: true }, 'unhealthy'],
    ['of one with a warning', { isUnhealthy: true, warning: 'probe' }, 'unhealthy: probe'],
    ['of a pod without a status', { status: '' }, 'no status'],
    ['of one with a warning', { status: '', warning: 'probe' }, 'no status: probe'],
  ])('%s: %j', (_, facts, expected) => {
    expect(formatText(reasonOf(facts), 'en-US')).toBe(expected);
  });

  it('is there for exactly the pods that are not healthy', () => {
    const facts = fc.record({
      status: fc.oneof(fc.constantFrom('Running', 'running', '', 'Error'), fc.string()),
      warning: fc.string(),
      isReady: fc.boolean(),
      isUnhealthy: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (seen) => {
        expect(reasonOf(seen) === '').toBe(isHealthy(pod('a', seen)));
      }),
    );
  });
});
