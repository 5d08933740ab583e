import { describe, expect, it } from '@jest/globals';
import { describePods, POD_REMEDIES } from '../../src/report/pod-remedies.ts';
import { RESTARTING } from '../../src/rollout/pods.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { joinTexts, message } from '../../src/text/message.ts';
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

const READ_LOG = message('rollout.fix-log');

const unhealthy = (more: object) => createPod({ isReady: false, ...more });

/** The details that are no reason of one instance. */
const listRemedies = (pods: readonly Pod[]) =>
  describePods(pods, undefined).details.filter(({ instance }) => instance === undefined);

describe('the remedy of an instance', () => {
  it.each(SHOWN)('is that of TEM for %s', (state, pod) => {
    const [remedy, ...others] = listRemedies([unhealthy(pod)]);
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
    expect(listRemedies([crashing, crashing, healthy, strange])).toHaveLength(1);
  });
});

describe('the details about instances', () => {
  const crashing = unhealthy({ podId: 'a', status: 'CrashLoopBackOff', restartCount: 2 });
  const pending = unhealthy({ podId: 'b', status: 'Pending' });
  const details = (options?: Parameters<typeof describePods>[2]) =>
    describePods([pending, crashing], undefined, options).details;

  it('are the remedies, then the reason of each with its restarts', () => {
    expect(details()).toEqual([
      { label: message('words.fix'), text: joinTexts('colon', 'CrashLoopBackOff', READ_LOG) },
      { instance: 'b', text: 'Pending' },
      {
        instance: 'a',
        text: message('rollout.restarts', { reason: 'CrashLoopBackOff', count: 2 }),
      },
    ]);
  });

  it('may leave the restarts out', () => {
    expect(details({ countsRestarts: false }).at(-1)).toEqual({
      instance: 'a',
      text: 'CrashLoopBackOff',
    });
  });

  it('have what the batches say about an instance', () => {
    const newPods = [{ podId: 'b', status: 'Pending, ErrImagePull' }];
    const batch = {
      position: 1,
      status: 'Deploying',
      podNum: 1,
      nextBatchStartTime: undefined,
      newPods,
    };
    const { details, failedPods } = describePods([pending], [batch]);
    expect(failedPods).toMatchObject([{ podId: 'b', warning: 'ErrImagePull' }]);
    expect(details.map(({ text }) => text)).toEqual([
      joinTexts('colon', 'ImagePullBackOff', message('rollout.fix-image')),
      joinTexts('colon', 'Pending', 'ErrImagePull'),
    ]);
  });
});
