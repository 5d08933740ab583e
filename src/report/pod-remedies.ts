import { getUnhealthyReason } from '../rollout/pods.ts';
import type { Pod } from '../rollout/snapshot.ts';
import type { Detail } from '../text/detail.ts';

interface PodRemedy {
  /** The words by which TEM's guide to failed starts calls the state. */
  readonly state: string;
  /** As the state shows in a pod's status, warning or container state. */
  readonly pattern: RegExp;
  readonly fix: string;
}

const READ_LOG = "read the instance's log in the TEM console: the process ended by itself";
const CHECK_PROBE =
  'check port, path and delays of the health check on the deploy page of the TEM console';

/**
 * What TEM's guide to failed starts advises; the first match decides. The states that name a cause
 * come before those that only say that the process ended.
 */
export const POD_REMEDIES: readonly PodRemedy[] = [
  {
    state: 'PostStartHookError',
    pattern: /PostStartHook/i,
    fix: 'check the post-start command in the start and stop settings of the application',
  },
  {
    state: 'CreateContainerConfigError',
    pattern: /CreateContainerConfig/i,
    fix: "check the application's environment variables: one names a configuration that does not exist",
  },
  {
    state: 'ImagePullBackOff',
    pattern: /ImagePull|InvalidImageName|ErrImage/i,
    fix: 'check that the image and its tag exist in the registry (TCR), and that TEM may pull it',
  },
  {
    state: 'Readiness probe failed',
    pattern: /readiness probe/i,
    fix: CHECK_PROBE,
  },
  {
    state: 'Liveness probe failed',
    pattern: /liveness probe/i,
    fix: CHECK_PROBE,
  },
  {
    state: 'failed according to l4 listener of CLB',
    pattern: /l[47] listener|\bCLB\b/i,
    fix: 'check port and protocol in the access configuration of the application: the load balancer gets no answer there',
  },
  {
    state: 'CrashLoopBackOff',
    pattern: /CrashLoop|restarts again/i,
    fix: READ_LOG,
  },
  {
    state: 'ContainerCreating',
    pattern: /ContainerCreating/i,
    fix: 'check the data volumes of the application: one may not exist',
  },
  {
    state: 'Error',
    pattern: /^Error\b/im,
    fix: READ_LOG,
  },
];

/** What to change about instances that are not healthy: each remedy once, with the state it is for. */
export function listPodRemedies(pods: readonly Pod[]): Detail[] {
  const found = new Map<string, string>();
  for (const pod of pods) {
    if (getUnhealthyReason(pod) === '') continue;
    const shown = [pod.status, pod.warning, pod.containerState].join('\n');
    const remedy = POD_REMEDIES.find(({ pattern }) => pattern.test(shown));
    if (remedy && !found.has(remedy.fix)) found.set(remedy.fix, remedy.state);
  }
  return [...found].map(([fix, state]) => ({ label: 'Fix', text: `${state}: ${fix}` }));
}
