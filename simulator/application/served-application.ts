import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { isReady } from '../tem/pod-life.ts';
import type { PodLife } from '../tem/pod-life.ts';
import { loopbackIp } from '../tem/run-pods.ts';
import type { SimulatedApplication } from '../tem/tem-application.ts';
import { HOSTILE_ANSWERS } from './hostile-answers.ts';
import type { HostileAnswer } from './hostile-answers.ts';

/** How the instances of one version answer. */
export interface Manners {
  /** How many requests in a row succeed and fail by turns; default: all succeed. */
  rhythm?: readonly ['good' | 'bad', number][];
  /** Default: 200, and 500 for a failure. */
  status?: number;
  badStatus?: number;
  /** Default: the version. */
  body?: string;
  /** Virtual seconds until the answer. */
  latencySeconds?: number;
  /** Changes `latencySeconds` from a virtual time on, in milliseconds since 1970. */
  latencyFrom?: number;
  hostile?: HostileAnswer;
  /** The instance crashes with this request. */
  crashAfter?: number;
}

/** A request that the application has answered. */
export interface ServedRequest {
  at: number;
  podId: string;
  deployVersion: string;
  path: string;
  headers: IncomingMessage['headers'];
}

export interface ServedApplication {
  /** The load balancer: it chooses a healthy instance for each connection, in turn. */
  url: string;
  /** Each instance, with `{instance-ip}` in place of its address. */
  instanceUrl: string;
  requests: ServedRequest[];
  /** By version; may be changed at any time. */
  manners: Record<string, Manners>;
  /** True while an answer is held back. */
  isHolding: () => boolean;
  close: () => Promise<void>;
}

/** Serves an application whose seed has `behaviour.loopbackIps`, so that its instances can be reached. */
export async function serveApplication(
  application: SimulatedApplication,
  clock: Clock,
  manners: Record<string, Manners> = {},
): Promise<ServedApplication> {
  const requests: ServedRequest[] = [];
  const answered = new Map<string, number>();
  const closing = new AbortController();
  let held = 0;
  let turn = 0;

  const answer = async (pod: PodLife | undefined, message: IncomingMessage, to: ServerResponse) => {
    if (!pod || !isReady(pod, clock.now())) {
      message.socket.destroy();
      return;
    }
    const { deployVersion } = pod.revision;
    const { podId } = pod;
    const { url: path = '/', headers } = message;
    requests.push({ at: clock.now(), podId, deployVersion, path, headers });
    const count = (answered.get(podId) ?? 0) + 1;
    answered.set(podId, count);
    const how = served.manners[deployVersion] ?? {};
    if (how.crashAfter !== undefined && count >= how.crashAfter) application.crash(podId);
    const { latencySeconds = 0, latencyFrom = 0 } = how;
    if (latencySeconds > 0 && clock.now() >= latencyFrom) {
      held += 1;
      await pause(clock, latencySeconds, closing.signal);
      held -= 1;
    }
    if (how.hostile !== undefined) {
      HOSTILE_ANSWERS[how.hostile](message.socket);
      return;
    }
    const isGood = isInGoodPart(how.rhythm ?? [['good', 1]], count - 1);
    to.statusCode = isGood ? (how.status ?? 200) : (how.badStatus ?? 500);
    to.end(how.body ?? deployVersion);
  };

  const readyPods = () => application.livingPods().filter((pod) => isReady(pod, clock.now()));
  // As a balancer of layer 4: all requests of a connection go to the instance chosen at its start.
  const chosen = new WeakMap<Socket, string>();
  const balancer = await listen('127.0.0.1', (message, response) => {
    const ready = readyPods();
    const podId = chosen.get(message.socket) ?? ready[turn++ % Math.max(1, ready.length)]?.podId;
    if (podId !== undefined) chosen.set(message.socket, podId);
    return answer(
      ready.find((pod) => pod.podId === podId),
      message,
      response,
    );
  });
  // All of 127.0.0.0/8 is this machine; the address that was asked tells the instance.
  const instances = await listen('0.0.0.0', (message, response) => {
    const ip = message.socket.localAddress;
    return answer(
      application.livingPods().find((pod) => loopbackIp(pod.podId) === ip),
      message,
      response,
    );
  });
  const served: ServedApplication = {
    url: `http://127.0.0.1:${portOf(balancer)}`,
    instanceUrl: `http://{instance-ip}:${portOf(instances)}`,
    requests,
    manners,
    isHolding: () => held > 0,
    close: async () => {
      closing.abort();
      await Promise.all([balancer, instances].map(close));
    },
  };
  return served;
}

function isInGoodPart(rhythm: readonly ['good' | 'bad', number][], index: number): boolean {
  const length = rhythm.reduce((sum, [, count]) => sum + count, 0);
  let rest = index % length;
  const part = rhythm.find(([, count]) => (rest -= count) < 0);
  return part?.[0] === 'good';
}

type Handler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(host: string, handler: Handler): Promise<Server> {
  const server = createServer((message, response) => {
    handler(message, response).catch(() => message.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
