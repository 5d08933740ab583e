import { isIP } from 'node:net';
import type { FakeAnswer } from '../../support/fake-prober.ts';
import { ERROR, OK, OTHER, REFUSED } from '../../support/fake-prober.ts';
import type { Random } from '../random.ts';
import type { Pod } from './pod-fate.ts';
import { isHealthyLook, lookAtPod } from './pod-fate.ts';
import type { TemCloud } from './tem-cloud.ts';
import { livingPods } from './tem-state.ts';

/** How a version answers: always well, never, half of the time, too slowly, or never again soon. */
export type Service = 'good' | 'bad' | 'half' | 'slow' | 'turns-bad';

/** How long a version that turns bad answers well. */
const GOOD_FOR_MS = 40_000;

export const SLOW_MS = 900;

/**
 * Answers requests to the application: at its shared address one of the healthy instances does, at
 * an IP address the instance that has it. `text` is what the body is searched for.
 */
export function answerAsApplication(
  cloud: TemCloud,
  service: Service,
  { now, random, text }: { now: number; random: Random; text: string },
  url: string,
): FakeAnswer {
  const pods = livingPods(cloud.state, now);
  const isUp = (pod: Pod) => isHealthyLook(lookAtPod(pod, now, cloud.traits));
  const { hostname } = new URL(url);
  const healthy = pods.filter(isUp);
  const pod = isIP(hostname)
    ? pods.find((one) => getIp(one.id) === hostname)
    : healthy[random.integer(0, healthy.length - 1)];
  if (!pod || !isUp(pod)) return REFUSED;
  const { by, version } = describeRevision(cloud, pod.revisionId);
  const good = text === '' || version === text ? OK : OTHER;
  return by.startsWith('job') ? spoil(good, service, now - pod.runsAt, random) : good;
}

function spoil(good: FakeAnswer, service: Service, age: number, random: Random): FakeAnswer {
  switch (service) {
    case 'good':
      return good;
    case 'bad':
      return ERROR;
    case 'half':
      return random.chance(0.5) ? ERROR : good;
    case 'slow':
      return { ...good, latency: SLOW_MS };
    case 'turns-bad':
      return age < GOOD_FOR_MS ? good : ERROR;
  }
}

/** The version of a revision, and who brought it; a rollback by our jobs is as good as before. */
function describeRevision({ history }: TemCloud, id: string): { version: string; by: string } {
  const entry = history.find(({ state }) => state.rollout.revision.id === id);
  const { by = '', revision } = entry?.state.rollout ?? {};
  const version = revision?.version ?? '';
  return { version, by: version === 'v1' ? '' : by };
}

/** A pod's IP address: each has its own. */
export function getIp(podId: string): string {
  const number = Number(podId.replace(/\D/g, ''));
  return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
}
