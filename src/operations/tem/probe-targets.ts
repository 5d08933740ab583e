import { isIP } from 'node:net';
import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import { getRevisionPods, isHealthy, presentPods } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { ProbeTarget, Stage } from '../../verification/criteria.ts';

/**
 * Returns the URLs to probe: those of all instances as they are, and one for each new instance that
 * is healthy, or was probed before and still exists.
 */
export function listProbeTargets(
  urls: readonly string[],
  snapshot: Snapshot,
  { revisionId, stage, probed }: { revisionId: string; stage: Stage; probed: ReadonlySet<string> },
): ProbeTarget[] {
  const newPods = getRevisionPods(snapshot, revisionId);
  const newShare = stage === 'final' ? 1 : getNewShare(snapshot, revisionId);
  const instances = newPods.filter((pod) => isHealthy(pod) || probed.has(pod.podId));
  return urls.flatMap((template) => {
    if (!template.includes(INSTANCE_IP)) return [{ url: template, instance: '', newShare }];
    return instances.flatMap(({ ip, podId }) => {
      const url = expandInstanceIp(template, ip);
      return url === undefined ? [] : [{ url, instance: podId, newShare: 1 }];
    });
  });
}

/** Returns the share of the new instances among the healthy ones, from 0 to 1. */
function getNewShare(snapshot: Snapshot, revisionId: string): number {
  const healthy = presentPods(snapshot).filter(isHealthy);
  const isNew = healthy.filter(({ versionId }) => versionId === revisionId);
  return healthy.length === 0 ? 1 : isNew.length / healthy.length;
}

/**
 * Returns the URL with an instance's IP; `undefined` if it needs one that TEM does not report. What
 * is no IP address could change the host, so it does not count as one.
 */
export function expandInstanceIp(url: string, ip: string): string | undefined {
  if (!url.includes(INSTANCE_IP)) return url;
  const version = isIP(ip);
  // A URL has no room for the zone of a link-local address.
  if (version === 0 || ip.includes('%')) return undefined;
  return url.replaceAll(INSTANCE_IP, version === 6 ? `[${ip}]` : ip);
}

/** Returns a URL as people may see it: without user information and query, which may be secret. */
export function displayUrl(url: string): string {
  return url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '');
}
