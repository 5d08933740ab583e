import { isHealthy, RESTARTING } from '../rollout/pods.ts';
import type { Pod } from '../rollout/snapshot.ts';
import type { Detail } from '../text/detail.ts';
import type { Message } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';

interface PodRemedy {
  /** The state's name in TEM's troubleshooting guide for failed starts. */
  readonly state: string;
  /** Matches the state in a pod's status, warning or container state. */
  readonly pattern: RegExp;
  readonly fix: Message;
}

const READ_LOG = message('rollout.fix-log');
const CHECK_PROBE = message('rollout.fix-probe');

/**
 * Advice from TEM's troubleshooting guide for failed starts. The first match wins, so states that
 * name a cause come before those that only report an exit.
 */
export const POD_REMEDIES: readonly PodRemedy[] = [
  {
    state: 'PostStartHookError',
    pattern: /PostStartHook/i,
    fix: message('rollout.fix-post-start'),
  },
  {
    state: 'CreateContainerConfigError',
    pattern: /CreateContainerConfig/i,
    fix: message('rollout.fix-configuration'),
  },
  {
    state: 'ImagePullBackOff',
    pattern: /ImagePull|InvalidImageName|ErrImage/i,
    fix: message('rollout.fix-image'),
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
    fix: message('rollout.fix-access'),
  },
  {
    state: 'CrashLoopBackOff',
    pattern: new RegExp(`CrashLoop|^${RESTARTING}$`, 'im'),
    fix: READ_LOG,
  },
  {
    state: 'ContainerCreating',
    pattern: /ContainerCreating/i,
    fix: message('rollout.fix-volume'),
  },
  {
    state: 'Error',
    pattern: /^Error\b/im,
    fix: READ_LOG,
  },
];

/** Returns the fixes for unhealthy instances, each once, with its state. */
export function listPodRemedies(pods: readonly Pod[]): Detail[] {
  const found = new Map<string, PodRemedy>();
  for (const pod of pods) {
    if (isHealthy(pod)) continue;
    const shown = [pod.status, pod.warning, pod.containerState].join('\n');
    const remedy = POD_REMEDIES.find(({ pattern }) => pattern.test(shown));
    if (remedy && !found.has(remedy.fix.key)) found.set(remedy.fix.key, remedy);
  }
  return [...found.values()].map(({ fix, state }) => ({
    label: message('words.fix'),
    text: joinTexts('colon', state, fix),
  }));
}
