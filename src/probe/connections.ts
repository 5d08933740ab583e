import type { Dispatcher } from 'undici';
import type { ProbeConnections } from '../tencent/http.ts';

/**
 * How long connections are used. A balancer may choose an instance for each connection, not for
 * each request, so a connection that is kept would ask one instance over and over. With an interval
 * of a second or more (a little less, for rounding) each request to a host has a fresh connection;
 * shorter intervals share them, because a NAT gateway in front of the runner has only some ports for
 * one address.
 */
const MAX_AGE_MS = 900;

/** Creates connections for probes: `(options) => createProbeDispatcher(proxies, options)`. */
export type OpenDispatcher = (options: ProbeConnections) => Dispatcher;

/** Connections that are replaced before they are old. */
export interface FreshConnections {
  /** Returns where to send a request that is due at this time, in ms since 1970. */
  readonly at: (due: number) => Dispatcher;
  /** Ends all requests and connections. */
  readonly destroy: () => Promise<void>;
}

export function createFreshConnections(
  open: OpenDispatcher,
  connectTimeout: number,
): FreshConnections {
  const stop = new AbortController();
  const former = new Set<Dispatcher>();
  let current: { readonly dispatcher: Dispatcher; readonly openedAt: number } | undefined;
  return {
    at: (due) => {
      const age = due - (current?.openedAt ?? -Infinity);
      // The clock of the machine may be set back.
      if (current && age >= 0 && age < MAX_AGE_MS) return current.dispatcher;
      if (current) retire(current.dispatcher, former);
      const dispatcher = open({ connectTimeout, stop: stop.signal });
      current = { dispatcher, openedAt: due };
      return dispatcher;
    },
    destroy: async () => {
      stop.abort(new Error('the probes have ended'));
      const all = [...former, ...(current ? [current.dispatcher] : [])];
      current = undefined;
      await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** Closes the connections as soon as their requests have ended. */
function retire(dispatcher: Dispatcher, former: Set<Dispatcher>): void {
  former.add(dispatcher);
  const forget = () => void former.delete(dispatcher);
  void dispatcher.close().then(forget, forget);
}
