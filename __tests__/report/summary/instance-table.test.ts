import { describe, expect, it } from '@jest/globals';
import { renderInstanceTable } from '../../../src/report/summary/instance-table.ts';
import { getUnhealthyPods } from '../../../src/rollout/pods.ts';
import { createPod, createSnapshot } from '../run-records.ts';

describe('the instances that are not healthy', () => {
  it('are shown with the failing ones and the most restarted first', () => {
    const last = createSnapshot([
      createPod({ podId: 'starting', status: 'Pending', containerState: 'waiting' }),
      createPod({ podId: 'crash-2', status: 'CrashLoopBackOff', restartCount: 2, warning: 'a|b' }),
      createPod({
        podId: 'crash-5',
        status: 'CrashLoopBackOff',
        restartCount: 5,
        containerState: '',
      }),
      createPod({ podId: 'probe', isUnhealthy: true }),
      createPod({ podId: 'late', isReady: false }),
      createPod({ podId: 'mute', status: '' }),
      createPod({ podId: 'fine' }),
      createPod({ podId: 'old', versionId: 'revision-1', isReady: false }),
    ]);
    const pods = getUnhealthyPods(last, 'revision-2');
    expect(renderInstanceTable(pods, 'en-US').split('\n').slice(2)).toEqual([
      '| `crash-5` | CrashLoopBackOff |  | 5 |',
      '| `crash-2` | CrashLoopBackOff | a&#124;b | 2 |',
      '| `starting` | Pending | container: waiting | 0 |',
      '| `probe` | unhealthy | container: running | 0 |',
      '| `late` | not ready | container: running | 0 |',
      '| `mute` | no status | container: running | 0 |',
    ]);
  });

  it('need no table if there are none', () => {
    expect(renderInstanceTable([], 'en-US')).toBe('');
  });

  it.each([
    [20, 22],
    [21, 24],
  ])('of %d are 20 rows at the most, and the count of the others', (count, lines) => {
    const pods = Array.from({ length: count }, (_, at) => createPod({ podId: `shop-${at}` }));
    expect(renderInstanceTable(pods, 'en-US').split('\n')).toHaveLength(lines);
  });
});
