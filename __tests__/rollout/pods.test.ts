import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  equalsIgnoreCase,
  isFailing,
  isHealthy,
  getRevisionPods,
  presentPods,
} from '../../src/rollout/pods.ts';
import { BEFORE, OURS, done, old, pod } from './snapshots.ts';

describe('a status', () => {
  // What the API's definition, its examples and TEM's guide to failed starts name.
  it.each([
    ['Running', 'healthy'],
    ['running', 'healthy'],
    ['Pending', 'starting'],
    ['ContainerCreating', 'starting'],
    ['Running Unhealthy: Readiness probe failed: HTTP 500', 'starting'],
    ['Running Unhealthy: Liveness probe failed: error', 'starting'],
    ['Error', 'failing'],
    ['error', 'failing'],
    ['CrashLoopBackOff', 'failing'],
    ['ImagePullBackOff', 'failing'],
    ['CreateContainerConfigError', 'failing'],
    ['PostStartHookError', 'failing'],
    // What Kubernetes has besides.
    ['ErrImagePull', 'failing'],
    ['ErrImageNeverPull', 'failing'],
    ['InvalidImageName', 'failing'],
    ['CreateContainerError', 'failing'],
    ['RunContainerError', 'failing'],
    ['ContainerCannotRun', 'failing'],
    ['StartError', 'failing'],
    ['OOMKilled', 'failing'],
    ['Failed', 'failing'],
    ['DeadlineExceeded', 'failing'],
    ['Error: the container is not running', 'failing'],
    ['Init:CrashLoopBackOff', 'failing'],
    ['Init:Error', 'failing'],
    ['Init:0/1', 'starting'],
    ['PodInitializing', 'starting'],
    ['Terminating', 'starting'],
    ['Completed', 'starting'],
    ['Succeeded', 'starting'],
    ['Unknown', 'starting'],
    ['', 'starting'],
    ['Meditating', 'starting'],
  ])('%j means %s', (status, meaning) => {
    const seen = pod('a', { status });
    const isOne = isHealthy(seen) ? 'healthy' : isFailing(seen) ? 'failing' : 'starting';
    expect(isOne).toBe(meaning);
  });
});

describe('a healthy pod', () => {
  it.each([
    [{}, true],
    [{ isReady: false }, false],
    [{ isUnhealthy: true }, false],
    [{ warning: 'was slow' }, true],
    [{ restartCount: 7 }, true],
    [{ status: 'Pending' }, false],
  ])('%j: %j', (facts, expected) => {
    expect(isHealthy(pod('a', facts))).toBe(expected);
  });

  it('never fails', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), fc.boolean(), (status, isReady, isUnhealthy) => {
        const seen = pod('a', { status, isReady, isUnhealthy });
        expect(isHealthy(seen) && isFailing(seen)).toBe(false);
      }),
    );
  });
});

describe('the pods of a revision', () => {
  it('are those that name it', () => {
    const snapshot = done({ pods: [pod('a'), old('z'), pod('b'), pod('x', { versionId: '' })] });
    expect(getRevisionPods(snapshot, OURS).map(({ podId }) => podId)).toEqual(['a', 'b']);
    expect(getRevisionPods(snapshot, BEFORE).map(({ podId }) => podId)).toEqual(['z']);
    expect(getRevisionPods(snapshot, 'revision')).toEqual([]);
  });
});

describe('a pod that its node gave up', () => {
  // The reasons that Kubernetes gives for it; what it does not name may still come up.
  it.each([
    ['Evicted', false],
    ['evicted', false],
    ['Preempting', false],
    ['PreemptionByScheduler', false],
    ['NodeShutdown', false],
    ['Shutdown', false],
    ['Terminated', false],
    ['Terminating', true],
    ['TerminatedByUser', true],
    ['ContainerTerminated', true],
    ['', true],
  ])('%j is listed still: %j', (status, isPresent) => {
    expect(presentPods(done({ pods: [pod('a', { status })] })).length === 1).toBe(isPresent);
  });
});

describe('a word', () => {
  it.each([
    ['Finish', 'finish', true],
    ['FINISH', 'Finish', true],
    ['Finished', 'Finish', false],
    ['', 'Finish', false],
    ['', '', true],
  ])('%j is %j: %j', (word, known, expected) => {
    expect(equalsIgnoreCase(word, known)).toBe(expected);
  });
});
