import type { IncomingMessage, ServerResponse } from 'node:http';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { listen } from '../http-server.ts';
import { isReady } from '../tem/pod-life.ts';
import type { PodLife } from '../tem/pod-life.ts';
import { loopbackIp } from '../tem/run-pods.ts';
import type { SimulatedApplication } from '../tem/tem-application.ts';
import { createRandom, HOSTILE_ANSWERS, isGoodAnswer } from './manners.ts';
import type { HostileAnswer, Manners } from './manners.ts';

/** A request that the application has answered. */
export interface ServedRequest {
  at: number;
  podId: string;
  deployVersion: string;
  path: string;
  headers: IncomingMessage['headers'];
}

export interface ServeOptions {
  /** How the load balancer chooses an instance for a connection; default: in turn. */
  balance?: 'in-turn' | 'random';
  /** Of the random numbers; the same seed brings the same answers. */
  seed?: number;
}

/** A request that did not arrive over a connection. */
export interface DirectRequest {
  /** Where it goes: the scheme, host and port. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** Stands for the connection, for which the load balancer chooses an instance. */
  connection: object;
}

export interface DirectAnswer {
  status: number;
  body: string;
  /** The instance closes the connection. */
  isLast: boolean;
}

export interface ServedApplication {
  /** The load balancer: it chooses a healthy instance for each connection. */
  url: string;
  /** Each instance, with `{instance-ip}` in place of its address. */
  instanceUrl: string;
  requests: ServedRequest[];
  /** By version; may be changed at any time. */
  manners: Record<string, Manners>;
  /** True while an answer is held back. */
  isHolding: () => boolean;
  /** Whether it answers requests to this origin without a connection; hostile answers need one. */
  isDirect: (origin: string) => boolean;
  /** Answers as over a connection; undefined where that would be cut. */
  answer: (request: DirectRequest) => Promise<DirectAnswer | undefined>;
  close: () => Promise<void>;
}

type Decided = DirectAnswer | { hostile: HostileAnswer };

/** Serves an application whose seed has `behaviour.loopbackIps`, so that its instances can be reached. */
export async function serveApplication(
  application: SimulatedApplication,
  clock: Clock,
  manners: Record<string, Manners> = {},
  { balance = 'in-turn', seed = 1 }: ServeOptions = {},
): Promise<ServedApplication> {
  const requests: ServedRequest[] = [];
  const received = new Map<string, number>();
  const closing = new AbortController();
  const random = createRandom(seed);
  let held = 0;
  let turn = 0;

  /** Undefined where nothing answers. */
  const decide = async (
    pod: PodLife | undefined,
    { path, headers }: Pick<ServedRequest, 'path' | 'headers'>,
  ): Promise<Decided | undefined> => {
    if (!pod || !isReady(pod, clock.now())) return undefined;
    const { podId, revision, leavesAt } = pod;
    const { deployVersion } = revision;
    requests.push({ at: clock.now(), podId, deployVersion, path, headers });
    const count = (received.get(podId) ?? 0) + 1;
    received.set(podId, count);
    const how = served.manners[deployVersion] ?? {};
    if (how.crashAfter !== undefined && count >= how.crashAfter) application.crash(podId);
    const { latencySeconds = 0, latencyFrom = 0, jitterSeconds = 0 } = how;
    const latency = latencySeconds + jitterSeconds * random();
    if (latency > 0 && clock.now() >= latencyFrom) {
      held += 1;
      await pause(clock, latency, closing.signal);
      held -= 1;
    }
    if (how.hostile !== undefined) return { hostile: how.hostile };
    return {
      status: isGoodAnswer(how, count - 1, random) ? (how.status ?? 200) : (how.badStatus ?? 500),
      body: how.body ?? deployVersion,
      // An instance that leaves answers what has reached it, and closes its connections.
      isLast: leavesAt <= clock.now(),
    };
  };

  const respond = async (
    pod: PodLife | undefined,
    message: IncomingMessage,
    to: ServerResponse,
  ): Promise<void> => {
    const { url: path = '/', headers, socket } = message;
    const decided = await decide(pod, { path, headers });
    if (decided === undefined) {
      socket.destroy();
    } else if ('hostile' in decided) {
      held += 1;
      socket.once('close', () => (held -= 1));
      HOSTILE_ANSWERS[decided.hostile](socket);
    } else {
      to.statusCode = decided.status;
      if (decided.isLast) to.setHeader('Connection', 'close');
      to.end(decided.body);
    }
  };

  // As a balancer of layer 4: all requests of a connection go to the instance chosen at its start.
  const chosen = new WeakMap<object, string>();
  const choose = (connection: object): PodLife | undefined => {
    const kept = chosen.get(connection);
    if (kept !== undefined) {
      return application.latest().state.pods.find(({ podId }) => podId === kept);
    }
    const ready = application.livingPods().filter((pod) => isReady(pod, clock.now()));
    const next = balance === 'random' ? Math.floor(random() * ready.length) : turn++ % ready.length;
    const pod = ready[next];
    if (pod) chosen.set(connection, pod.podId);
    return pod;
  };
  const balancer = await listen(0, (message, to) => respond(choose(message.socket), message, to));
  // All of 127.0.0.0/8 is this machine; the address that was asked tells the instance.
  const byAddress = (ip = '') =>
    application.livingPods().find(({ podId }) => loopbackIp(podId) === ip);
  const instances = await listen(
    0,
    (message, to) => respond(byAddress(message.socket.localAddress), message, to),
    { host: '0.0.0.0' },
  );
  const ports = [balancer, instances].map(({ url }) => new URL(url).port);
  const served: ServedApplication = {
    url: balancer.url,
    instanceUrl: instances.url.replace('127.0.0.1', '{instance-ip}'),
    requests,
    manners,
    isHolding: () => held > 0,
    isDirect: (origin) =>
      ports.includes(new URL(origin).port) &&
      Object.values(served.manners).every(({ hostile }) => hostile === undefined),
    answer: async ({ connection, origin, ...request }) => {
      const pod =
        origin === balancer.url ? choose(connection) : byAddress(new URL(origin).hostname);
      const decided = await decide(pod, request);
      return decided && 'status' in decided ? decided : undefined;
    },
    close: async () => {
      closing.abort();
      await Promise.all([balancer.close(), instances.close()]);
    },
  };
  return served;
}
