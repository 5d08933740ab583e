import type { SimulatedApplication } from '../application.ts';
import { placeOf } from '../node-info.ts';
import { podState } from '../pod.ts';
import type { PodLife } from '../pod.ts';
import { beijingTime, isoTime } from '../time.ts';
import { webshellUrl } from '../webshell.ts';

/** The API's RunVersionPod. */
export function runVersionPod(
  application: SimulatedApplication,
  pod: PodLife,
  now: number,
): Record<string, unknown> {
  const { status, ready, containerState, restartCount } = podState(pod, now);
  const { node, ip } = placeOf(pod.podId, application.region);
  return {
    Zone: node.Zone,
    NodeInfo: node,
    DeployVersion: pod.revision.deployVersion,
    RestartCount: restartCount,
    Ready: ready,
    StartTime: isoTime(pod.createdAt),
    ContainerState: containerState,
    Unhealthy: null,
    UnhealthyWarningMsg: '',
    VersionId: pod.revision.revisionId,
    ApplicationName: application.applicationName,
    Status: status,
    CreateTime: beijingTime(pod.createdAt),
    Webshell: webshellUrl(pod.podId),
    PodId: pod.podId,
    PodIp: ip,
  };
}

export interface PageOptions {
  offset: number;
  limit: number;
  totalCount: number;
}

/** The API's DescribeRunPodPage. */
export function runPodPage(
  page: PageOptions,
  pods: Record<string, unknown>[],
): Record<string, unknown> {
  return {
    Offset: page.offset,
    Limit: page.limit,
    TotalCount: page.totalCount,
    PodList: pods,
    RequestId: '',
  };
}

/** All pods on one page. */
export function wholePage(pods: Record<string, unknown>[]): Record<string, unknown> {
  return runPodPage({ offset: 0, limit: pods.length, totalCount: pods.length }, pods);
}
