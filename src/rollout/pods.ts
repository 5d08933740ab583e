import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
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

/** True if the pod crashes or cannot be started. */
export function isFailing({ status }: Pod): boolean {
  return !/^(running|pending)/i.test(status) && FAILING.test(status);
}

/** What keeps a pod from being healthy, in TEM's words if it has any; '' for a healthy one. */
export function getUnhealthyReason(pod: Pod): Text {
  return isHealthy(pod) ? '' : joinTexts('colon', getPodState(pod), pod.warning);
}

/** Our status of a pod that restarts repeatedly, and that TEM has never called failed. */
export const RESTARTING = 'Restarting';

/** The state of a pod that is not healthy: TEM's status, or what a running pod lacks. */
export function getPodState({ status, isReady }: Pod): Text {
  if (status === '') return message('rollout.no-status');
  if (equalsIgnoreCase(status, RESTARTING)) return message('rollout.restarting');
  if (!equalsIgnoreCase(status, 'Running')) return status;
  return message(isReady ? 'rollout.unhealthy' : 'rollout.not-ready');
}

/** The cloud's words differ in case from page to page of its documentation. */
export function equalsIgnoreCase(word: string, known: string): boolean {
  return word.toLowerCase() === known.toLowerCase();
}
