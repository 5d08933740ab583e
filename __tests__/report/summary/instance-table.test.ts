import { describe, expect, it } from '@jest/globals';
import {
  findUnhealthyInstances,
  renderInstanceTable,
} from '../../../src/report/summary/instance-table.ts';
import { createPod, createRecord, createSnapshot } from '../run-records.ts';

const OUTPUTS = { 'revision-id': 'revision-2' };

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
    const pods = findUnhealthyInstances(createRecord({ last, outputs: OUTPUTS }));
    expect(renderInstanceTable(pods, 'en-US').split('\n').slice(2)).toEqual([
      '| `crash-5` | CrashLoopBackOff |  | 5 |',
      '| `crash-2` | CrashLoopBackOff | a&#124;b | 2 |',
      '| `starting` | Pending | container: waiting | 0 |',
      '| `probe` | unhealthy | container: running | 0 |',
      '| `late` | not ready | container: running | 0 |',
      '| `mute` | no status | container: running | 0 |',
    ]);
  });

  it('are none before the first look', () => {
    expect(findUnhealthyInstances(createRecord({ outputs: OUTPUTS }))).toEqual([]);
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
