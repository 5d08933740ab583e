import { describe, expect, it } from '@jest/globals';
import { listPodRemedies, POD_REMEDIES } from '../../src/report/pod-remedies.ts';
import { RESTARTING } from '../../src/rollout/pods.ts';
import { createPod } from './run-records.ts';

/** By TEM's guide to failed starts: what a pod shows, and the state whose remedy helps. */
const SHOWN = [
  ['CrashLoopBackOff', { status: 'CrashLoopBackOff' }],
  ['CrashLoopBackOff', { status: RESTARTING }],
  ['Error', { status: 'Error' }],
  ['Readiness probe failed', { status: 'Running', warning: 'Readiness probe failed: refused' }],
  ['Liveness probe failed', { status: 'Running', warning: 'Liveness probe failed: 503' }],
  [
    'failed according to l4 listener of CLB',
    { status: 'Running', warning: 'failed according to l4 listener lbl-1 of CLB lb-1' },
  ],
  ['PostStartHookError', { status: 'PostStartHookError' }],
  ['ContainerCreating', { status: 'ContainerCreating' }],
  ['CreateContainerConfigError', { status: 'CreateContainerConfigError' }],
  ['ImagePullBackOff', { status: 'Pending', containerState: 'ImagePullBackOff' }],
] as const;

const unhealthy = (more: object) => createPod({ isReady: false, ...more });

describe('the remedy of an instance', () => {
  it.each(SHOWN)('is that of TEM for %s', (state, pod) => {
    const [remedy, ...others] = listPodRemedies([unhealthy(pod)]);
    expect(others).toEqual([]);
    expect(remedy?.text).toMatchObject({ items: [state, { key: expect.any(String) }] });
    expect([...new Set(SHOWN.map(([each]) => each))].toSorted()).toEqual(
      POD_REMEDIES.map((each) => each.state).toSorted(),
    );
  });

  it('is told once for all instances, and not for healthy or strange ones', () => {
    const crashing = unhealthy({ status: 'CrashLoopBackOff' });
    const healthy = createPod({ warning: 'Readiness probe failed, an hour ago' });
    const strange = unhealthy({ status: 'Terminating', warning: '' });
    expect(listPodRemedies([crashing, crashing, healthy, strange])).toHaveLength(1);
  });
});
