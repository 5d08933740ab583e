import type { SimulatedApplication } from '../application.ts';
import { podState } from '../pod.ts';
import type { PodLife } from '../pod.ts';
import { invalidValue } from '../plan.ts';
import { runPodPage, runVersionPod } from './run-pod.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export interface PodQuery {
  Limit?: number;
  Offset?: number;
  Status?: string;
  PodName?: string;
}

/** Result of DescribeApplicationPods. Throws InvalidParameterValue. */
export function describePods(
  application: SimulatedApplication,
  query: PodQuery,
  now: number,
): Record<string, unknown> {
  const offset = atLeast(query.Offset ?? 0, 0, 'Offset');
  const limit = Math.min(
    atLeast(query.Limit ?? DEFAULT_LIMIT, 1, 'Limit'),
    application.behaviour.maxPodPage ?? MAX_LIMIT,
  );
  const pods = application.livingPods().filter((pod) => isAskedFor(pod, query, now));
  // A list that shifts between two reads shows a pod twice: the page repeats the row before it.
  const repeated = application.behaviour.duplicatePods === true && offset > 0 ? 1 : 0;
  const rows = pods.slice(offset - repeated, offset + limit);
  return runPodPage(
    { offset, limit, totalCount: pods.length },
    rows.map((pod) => runVersionPod(application, pod, now)),
  );
}

function isAskedFor(pod: PodLife, { Status, PodName }: PodQuery, now: number): boolean {
  const status = statusFilter(podState(pod, now).status);
  return (isBlank(Status) || Status === status) && (isBlank(PodName) || PodName === pod.podId);
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}

/** The filter knows three words for all statuses. */
function statusFilter(status: string): 'Running' | 'Pending' | 'Error' {
  if (status === 'Running') return 'Running';
  return status === 'Pending' || status === 'ContainerCreating' ? 'Pending' : 'Error';
}

function atLeast(value: number, minimum: number, name: string): number {
  if (value < minimum) throw invalidValue(name);
  return value;
}
