import { isHealthy, RESTARTING } from '../rollout/pods.ts';
import { explainPods } from '../rollout/pod-reasons.ts';
import type { Batch, Pod } from '../rollout/snapshot.ts';
import type { Detail } from '../text/detail.ts';
import type { Message } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import type { Outcome } from './outcome.ts';

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

/** Instances that are not healthy, with all reasons, and the details about them. */
export type DescribedPods = Required<Pick<Outcome, 'details' | 'failedPods'>>;

/**
 * Describes why instances are not healthy, and how to fix it: each fix once, with the state that it
 * is for. The fixes come first, because only some of many instances are shown. `batches` are those
 * of the rollout, which may have further reasons.
 */
export function describePods(
  pods: readonly Pod[],
  batches: readonly Batch[] | undefined,
  { countsRestarts = true }: { readonly countsRestarts?: boolean } = {},
): DescribedPods {
  const failedPods = explainPods(pods, batches);
  const remedies = new Map<string, Detail>();
  const reasons = failedPods.map((pod): Detail => {
    const { podId: instance, reason, restartCount: count } = pod;
    const shown = [pod.status, pod.warning, pod.containerState].join('\n');
    const remedy = POD_REMEDIES.find(({ pattern }) => pattern.test(shown));
    if (remedy && !isHealthy(pod) && !remedies.has(remedy.fix.key)) {
      const text = joinTexts('colon', remedy.state, remedy.fix);
      remedies.set(remedy.fix.key, { label: message('words.fix'), text });
    }
    const hasRestarts = countsRestarts && count > 0;
    return {
      instance,
      text: hasRestarts ? message('rollout.restarts', { reason, count }) : reason,
    };
  });
  return { failedPods, details: [...remedies.values(), ...reasons] };
}
