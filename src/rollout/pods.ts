import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { Pod, Snapshot } from './snapshot.ts';

/**
 * Kubernetes' statuses of a pod that its node gave up: it stays listed, and another one replaces
 * it.
 */
const REPLACED = /^(evicted|preempt\w*|nodeshutdown|shutdown|terminated)$/i;

/**
 * Returns the pods that run or will run. Unknown (tem-replaced-pods): whether TEM lists replaced
 * pods at all.
 */
export function presentPods({ pods }: Snapshot): Pod[] {
  return pods.filter(({ status }) => !REPLACED.test(status));
}

/** Returns the pods that run a revision. */
export function getRevisionPods(snapshot: Snapshot, revisionId: string): Pod[] {
  return presentPods(snapshot).filter((pod) => pod.versionId === revisionId);
}

/** Returns the pods of a revision that are not healthy. */
export function getUnhealthyPods(snapshot: Snapshot, revisionId: string): Pod[] {
  return getRevisionPods(snapshot, revisionId).filter((pod) => !isHealthy(pod));
}

/** Returns true if the pod is running, ready, and not reported as unhealthy. */
export function isHealthy(pod: Pod): boolean {
  return equalsIgnoreCase(pod.status, 'Running') && pod.isReady && !pod.isUnhealthy;
}

/**
 * Statuses of a pod that does not recover without a change, in Kubernetes and in TEM's guide to
 * failed starts: CrashLoopBackOff, ImagePullBackOff, ErrImagePull, CreateContainerConfigError,
 * PostStartHookError, … A status that begins with Running or Pending may still become healthy.
 * Unknown (tem-pod-statuses): which other words there are.
 */
const FAILING = /crash|back-?off|err|fail|oomkilled|invalid|cannotrun|deadlineexceeded/i;

/** Returns true if the pod crashes or cannot be started. */
export function isFailing({ status }: Pod): boolean {
  return !/^(running|pending)/i.test(status) && FAILING.test(status);
}

/**
 * This action's own status for a pod that restarts repeatedly, but that TEM has never reported as
 * failed.
 */
export const RESTARTING = 'Restarting';

/** Returns the state of a pod that is not healthy: TEM's status, or what a running pod lacks. */
export function getPodState({ status, isReady }: Pod): Text {
  if (status === '') return message('rollout.no-status');
  if (equalsIgnoreCase(status, RESTARTING)) return message('rollout.restarting');
  if (!equalsIgnoreCase(status, 'Running')) return status;
  return message(isReady ? 'rollout.unhealthy' : 'rollout.not-ready');
}

/** Compares two status words. TEM's documentation is not consistent in upper and lower case. */
export function equalsIgnoreCase(word: string, known: string): boolean {
  return word.toLowerCase() === known.toLowerCase();
}
