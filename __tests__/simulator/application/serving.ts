import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveApplication } from '../../../simulator/index.ts';
import type { Clock, Manners, ServedApplication, ServeOptions } from '../../../simulator/index.ts';
import { openWorld } from '../support/tem-world.ts';
import type { World } from '../support/tem-world.ts';

export const OLD = 'v1';
export const NEW = 'v2';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly connection: string | undefined;
}

export interface Serving extends World {
  readonly served: ServedApplication;
  /** The bodies of so many answers of the load balancer, each on its own connection. */
  readonly bodies: (count: number) => Promise<string[]>;
  /** Starts a rollout with a beta batch of two instances, and lets it pause. */
  readonly startBeta: () => void;
  /** The ready instances of the new version. */
  readonly newPodIds: () => string[];
  /** The URL of an instance, by its address in DescribeApplicationPods. */
  readonly urlOf: (podId: string) => string;
}

const opened: ServedApplication[] = [];

/** Closes all: for afterEach. */
export async function closeServed(): Promise<void> {
  await Promise.all(opened.splice(0).map((served) => served.close()));
}

/** An application of four instances that is served, on a clock that the test moves. */
export async function openServing(
  manners: Record<string, Manners> = {},
  options: ServeOptions & { after?: Clock['after'] } = {},
): Promise<Serving> {
  const world = openWorld({ behaviour: { loopbackIps: true, podStartSeconds: 10 } });
  const { application, clock } = world;
  const { after, ...rest } = options;
  const served = await serveApplication(
    application,
    after ? { now: () => clock.now(), after } : clock,
    manners,
    rest,
  );
  opened.push(served);
  return {
    ...world,
    served,
    bodies: async (count) => {
      const answers: string[] = [];
      while (answers.length < count) answers.push((await request(served.url)).body);
      return answers;
    },
    startBeta: () => {
      application.startRollout({
        DeployVersion: NEW,
        DeployStrategyType: 'BETA',
        BetaBatchNum: 2,
      });
      clock.advance(60);
    },
    newPodIds: () =>
      application.pods().flatMap(({ deployVersion, podId, ready }) => {
        return deployVersion === NEW && ready ? [podId] : [];
      }),
    urlOf: (podId) => {
      const pods = world.pods().PodList as unknown as { PodId: string; PodIp: string }[];
      const ip = pods.find(({ PodId }) => PodId === podId)?.PodIp ?? '';
      return served.instanceUrl.replace('{instance-ip}', ip);
    },
  };
}

/** Sends a request: with an agent that keeps its connection, or on a connection of its own. */
export function request(url: string, agent = new Agent({ keepAlive: false })): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((body) => {
        resolve({ status, body, connection: headers.connection });
      }, reject);
    }).on('error', reject);
  });
}
