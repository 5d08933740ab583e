import { isIP } from 'node:net';
import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import { getRevisionPods, isHealthy, presentPods } from '../../rollout/pods.ts';
import type { Pod, Snapshot } from '../../rollout/snapshot.ts';
import type { ProbeTarget, Stage } from '../../verification/criteria.ts';

/** A URL to probe, and how it is requested. */
export interface RequestedTarget extends ProbeTarget {
  /** The URL as it is given, with user information and query. */
  readonly requestUrl: string;
}

interface ProbedRollout {
  readonly revisionId: string;
  /** The instances that were probed at the last check. */
  readonly probed: ReadonlySet<string>;
}

/**
 * Returns the URLs to probe: those of all instances as they are, and one for each new instance that
 * is healthy, or was probed before and still exists.
 */
export function listProbeTargets(
  urls: readonly string[],
  snapshot: Snapshot,
  { stage, ...of }: ProbedRollout & { readonly stage: Stage },
): RequestedTarget[] {
  const { revisionId } = of;
  const shared = stage === 'final' ? ONLY_NEW : getShare(snapshot, revisionId);
  const instances = listInstances(snapshot, of);
  const labels = labelUrls(urls);
  return urls.flatMap((template, index) => {
    const url = labels[index] ?? '';
    if (!template.includes(INSTANCE_IP)) {
      return [{ id: String(index), url, requestUrl: template, instance: '', ...shared }];
    }
    return instances.flatMap(({ ip, podId }) => {
      const requestUrl = expandInstanceIp(template, ip);
      if (requestUrl === undefined) return [];
      const shown = expandInstanceIp(url, ip) ?? url;
      const id = `${index} ${podId} ${ip}`;
      return [{ id, url: shown, requestUrl, instance: podId, ...ONLY_NEW }];
    });
  });
}

/**
 * Returns true if an instance that has to be probed has no IP address: then the URLs are not all
 * that have to pass. The same holds if everything is healthy without any instance.
 */
export function lacksAddress(
  urls: readonly string[],
  snapshot: Snapshot,
  { isSettled, ...of }: ProbedRollout & { readonly isSettled: boolean },
): boolean {
  const instances = listInstances(snapshot, of);
  const isEmpty = isSettled && instances.length === 0;
  const ips = isEmpty ? [''] : instances.map(({ ip }) => ip);
  return urls.some((url) => ips.some((ip) => expandInstanceIp(url, ip) === undefined));
}

function listInstances(snapshot: Snapshot, { revisionId, probed }: ProbedRollout): Pod[] {
  const newPods = getRevisionPods(snapshot, revisionId);
  return newPods.filter((pod) => isHealthy(pod) || probed.has(pod.podId));
}

const ONLY_NEW = { newShare: 1, hasOld: false } as const;

/**
 * Returns the share of the new instances among the healthy ones. An old instance that is not healthy
 * may be so again before the next check, so its answers may come all the same.
 */
function getShare(
  snapshot: Snapshot,
  revisionId: string,
): Pick<ProbeTarget, 'newShare' | 'hasOld'> {
  const pods = presentPods(snapshot);
  const isNew = ({ versionId }: Pod) => versionId === revisionId;
  const healthy = pods.filter(isHealthy);
  const newShare = healthy.length === 0 ? 1 : healthy.filter(isNew).length / healthy.length;
  return { newShare, hasOld: !pods.every(isNew) };
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

/**
 * Returns the URLs as people may see them. Those that differ only in what is not shown have the
 * number of their line among them: "https://shop.example.com/health (2)".
 */
export function labelUrls(urls: readonly string[]): string[] {
  const shown = urls.map(displayUrl);
  return shown.map((url, index) => {
    if (shown.filter((each) => each === url).length === 1) return url;
    const number = shown.slice(0, index + 1).filter((each) => each === url).length;
    return `${url} (${number})`;
  });
}
