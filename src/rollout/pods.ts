import type { Pod, Snapshot } from './snapshot.ts';

/** What Kubernetes calls a pod that its node gave up: it stays listed, and another one replaces it. */
const REPLACED = /^(evicted|preempt\w*|nodeshutdown|shutdown|terminated)$/i;

/** The pods that run, or are to run; unknown: whether TEM lists those that were replaced at all. */
export function presentPods({ pods }: Snapshot): Pod[] {
  return pods.filter(({ status }) => !REPLACED.test(status));
}

/** The pods that run a revision. */
export function getRevisionPods(snapshot: Snapshot, revisionId: string): Pod[] {
  return presentPods(snapshot).filter((pod) => pod.versionId === revisionId);
}

/** Running, ready, and not called unhealthy. */
export function isHealthy(pod: Pod): boolean {
  return equalsIgnoreCase(pod.status, 'Running') && pod.isReady && !pod.isUnhealthy;
}

/**
 * What Kubernetes and TEM's guide to failed starts call a pod that does not come up by itself:
 * CrashLoopBackOff, ImagePullBackOff, ErrImagePull, CreateContainerConfigError, PostStartHookError, …
 * A status that begins with Running or Pending tells of a pod that may still come up.
 */
const FAILING = /crash|back-?off|err|fail|oomkilled|invalid|cannotrun|deadlineexceeded/i;

/** True where the pod crashes or cannot be started. */
export function isFailing({ status }: Pod): boolean {
  return !/^(running|pending)/i.test(status) && FAILING.test(status);
}

/** What keeps a pod from being healthy, in the cloud's words where it has any; '' for a healthy one. */
export function getUnhealthyReason(pod: Pod): string {
  if (isHealthy(pod)) return '';
  return [getPodState(pod), pod.warning].filter(Boolean).join(': ');
}

/** The state of a pod that is not healthy: the cloud's word, or what a running pod lacks. */
export function getPodState({ status, isReady }: Pod): string {
  if (!equalsIgnoreCase(status, 'Running')) return status || 'no status';
  return isReady ? 'unhealthy' : 'not ready';
}

/** The cloud's words differ in case from page to page of its documentation. */
export function equalsIgnoreCase(word: string, known: string): boolean {
  return word.toLowerCase() === known.toLowerCase();
}
