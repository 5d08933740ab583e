import { readFileSync } from 'node:fs';
import { SECRET_MARK } from '../account.ts';
import { invalidValue } from '../api-error.ts';
import { beijingTime, isoTime } from '../clock.ts';
import type { Fields } from '../gateway/service.ts';
import { podState } from './pod-life.ts';
import type { PodLife } from './pod-life.ts';
import type { SimulatedApplication } from './tem-application.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export interface PodQuery {
  Limit?: number;
  Offset?: number;
}

/** The API's NodeInfo: the node in a subnet that a pod runs on. */
export interface NodeInfo {
  Name: string;
  Zone: string;
  SubnetId: string;
  AvailableIpCount: string;
  Cidr: string;
}

interface Examples {
  info: Fields;
  service: Fields;
  nodes: Omit<NodeInfo, 'Zone'>[];
  pod: Fields;
}

/**
 * Fields of the official examples that no rollout changes, and the workload, which the action does
 * not read.
 */
export const EXAMPLES = JSON.parse(
  readFileSync(new URL('./official-examples.json', import.meta.url), 'utf8'),
) as Examples;

/** Result of DescribeApplicationPods. Throws InvalidParameterValue. */
export function describePods(
  application: SimulatedApplication,
  { Limit = DEFAULT_LIMIT, Offset = 0 }: PodQuery,
  now: number,
): Fields {
  if (Offset < 0) throw invalidValue('Offset');
  if (Limit < 1) throw invalidValue('Limit');
  const { maxPodPage = MAX_LIMIT, duplicatePods = false } = application.behaviour;
  const limit = Math.min(Limit, maxPodPage);
  const pods = application.livingPods();
  // A list that changes between two reads shows a pod twice: the page repeats the row before it.
  const repeated = duplicatePods && Offset > 0 ? 1 : 0;
  const rows = pods.slice(Offset - repeated, Offset + limit);
  return podPage(
    rows.map((pod) => describePod(application, pod, now)),
    { Offset, Limit: limit, TotalCount: pods.length },
  );
}

/** The API's DescribeRunPodPage; without a page all pods are on one. */
export function podPage(pods: Fields[], page: Fields = {}): Fields {
  const all = { Offset: 0, Limit: pods.length, TotalCount: pods.length };
  return { ...all, ...page, PodList: pods, RequestId: '' };
}

/** The API's RunVersionPod. */
export function describePod(application: SimulatedApplication, pod: PodLife, now: number): Fields {
  const { status, ready, containerState, restartCount } = podState(pod, now);
  const { node, ip } = placeOf(pod.podId, application.region);
  return {
    ...EXAMPLES.pod,
    Zone: node.Zone,
    NodeInfo: node,
    DeployVersion: pod.revision.deployVersion,
    RestartCount: restartCount,
    Ready: ready,
    StartTime: isoTime(pod.createdAt),
    ContainerState: containerState,
    VersionId: pod.revision.revisionId,
    ApplicationName: application.seed.applicationName,
    Status: status,
    CreateTime: beijingTime(pod.createdAt),
    Webshell: webshellUrl(pod.podId),
    PodId: pod.podId,
    PodIp: application.behaviour.loopbackIps === true ? loopbackIp(pod.podId) : ip,
  };
}

/** The address of a pod's shell: it contains a token that must stay secret. */
export function webshellUrl(podId: string): string {
  return `https://tkecache.cloud.tencent.com/webshell/${podId}?token=${SECRET_MARK}-${podId}`;
}

/** The nodes of an environment in this region, one for each subnet. */
export function nodesOf(region: string): NodeInfo[] {
  return EXAMPLES.nodes.map((node, index) => ({ ...node, Zone: `${region}-${index + 2}` }));
}

/** An address of this machine for a pod, on which its application can be served. */
export function loopbackIp(podId: string): string {
  const hash = hashOf(podId, 16_000_057);
  return `127.${1 + (hash >> 16)}.${(hash >> 8) & 255}.${1 + (hash & 127)}`;
}

/** The node and address of a pod: they follow from its name. */
export function placeOf(podId: string, region: string): { node: NodeInfo; ip: string } {
  const nodes = nodesOf(region);
  const hash = hashOf(podId, 7561);
  const index = hash % nodes.length;
  const node = nodes[index];
  if (node === undefined) throw new Error('An environment has nodes.');
  return { node, ip: `10.0.${(index + 1) * 10}.${2 + (hash % 250)}` };
}

function hashOf(text: string, modulus: number): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % modulus, 7);
}
