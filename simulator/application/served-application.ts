import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { listen } from '../http-server.ts';
import { isReady } from '../tem/pod-life.ts';
import type { PodLife } from '../tem/pod-life.ts';
import { loopbackIp } from '../tem/run-pods.ts';
import type { SimulatedApplication } from '../tem/tem-application.ts';
import { createRandom, HOSTILE_ANSWERS, isGoodAnswer } from './manners.ts';
import type { Manners } from './manners.ts';

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
  close: () => Promise<void>;
}

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

  const answer = async (pod: PodLife | undefined, message: IncomingMessage, to: ServerResponse) => {
    if (!pod || !isReady(pod, clock.now())) {
      message.socket.destroy();
      return;
    }
    const { podId, revision, leavesAt } = pod;
    const { deployVersion } = revision;
    const { url: path = '/', headers } = message;
    requests.push({ at: clock.now(), podId, deployVersion, path, headers });
    const count = (received.get(podId) ?? 0) + 1;
    received.set(podId, count);
    const how = served.manners[deployVersion] ?? {};
    if (how.crashAfter !== undefined && count >= how.crashAfter) application.crash(podId);
    const { latencySeconds = 0, latencyFrom = 0, jitterSeconds = 0 } = how;
    const latency = latencySeconds + jitterSeconds * random();
    if (latency > 0 && clock.now() >= latencyFrom) {
      held += 1;
      await pauseExactly(clock, latency, closing.signal);
      held -= 1;
    }
    if (how.hostile !== undefined) {
      held += 1;
      message.socket.once('close', () => (held -= 1));
      HOSTILE_ANSWERS[how.hostile](message.socket);
      return;
    }
    to.statusCode = isGoodAnswer(how, count - 1, random)
      ? (how.status ?? 200)
      : (how.badStatus ?? 500);
    // An instance that leaves answers what has reached it, and closes its connections.
    if (leavesAt <= clock.now()) to.setHeader('Connection', 'close');
    to.end(how.body ?? deployVersion);
  };

  // As a balancer of layer 4: all requests of a connection go to the instance chosen at its start.
  const chosen = new WeakMap<Socket, string>();
  const choose = (socket: Socket): PodLife | undefined => {
    const kept = chosen.get(socket);
    if (kept !== undefined) {
      return application.latest().state.pods.find(({ podId }) => podId === kept);
    }
    const ready = application.livingPods().filter((pod) => isReady(pod, clock.now()));
    const next = balance === 'random' ? Math.floor(random() * ready.length) : turn++ % ready.length;
    const pod = ready[next];
    if (pod) chosen.set(socket, pod.podId);
    return pod;
  };
  const balancer = await listen(0, (message, to) => answer(choose(message.socket), message, to));
  // All of 127.0.0.0/8 is this machine; the address that was asked tells the instance.
  const byAddress = (ip = '') =>
    application.livingPods().find(({ podId }) => loopbackIp(podId) === ip);
  const instances = await listen(
    0,
    (message, to) => answer(byAddress(message.socket.localAddress), message, to),
    { host: '0.0.0.0' },
  );
  const served: ServedApplication = {
    url: balancer.url,
    instanceUrl: instances.url.replace('127.0.0.1', '{instance-ip}'),
    requests,
    manners,
    isHolding: () => held > 0,
    close: async () => {
      closing.abort();
      await Promise.all([balancer.close(), instances.close()]);
    },
  };
  return served;
}

/** A clock that others lead stops at the very end of the pause, so that the latency is exact. */
function pauseExactly(clock: Clock, seconds: number, closing: AbortSignal): Promise<void> {
  if (clock.after === undefined) return pause(clock, seconds, closing);
  return new Promise((resolve) => {
    clock.after?.(seconds, resolve);
    closing.addEventListener('abort', () => {
      resolve();
    });
  });
}
