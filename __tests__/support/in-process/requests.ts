import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** The requests that this process has sent with undici or `fetch`, and that have no answer yet. */
export interface OpenRequests {
  count(): number;
  /** Real ms since one began or ended. */
  idleMs(): number;
  stop(): void;
}

type Event = (message: unknown) => void;

/** Watches from now on; `onChange` is called when one begins or ends. */
export function watchRequests(onChange: () => void): OpenRequests {
  const open = new Set<object>();
  let changedAt = performance.now();
  const changed = (): void => {
    changedAt = performance.now();
    onChange();
  };
  const begin: Event = (message) => {
    const { request } = message as { request: { method: string } };
    // A tunnel through a proxy never ends as a request does; the request that needs it counts already.
    if (request.method === 'CONNECT') return;
    open.add(request);
    changed();
  };
  // By the request: undici reports some errors twice.
  const end: Event = (message) => {
    if (open.delete((message as { request: object }).request)) changed();
  };
  const channels = [
    ['undici:request:create', begin],
    ['undici:request:trailers', end],
    ['undici:request:error', end],
  ] as const;
  for (const [name, act] of channels) subscribe(name, act);
  return {
    count: () => open.size,
    idleMs: () => performance.now() - changedAt,
    stop: () => {
      for (const [name, act] of channels) unsubscribe(name, act);
    },
  };
}
