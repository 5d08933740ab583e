import { Dispatcher } from 'undici';
import { systemCode } from './api-errors.ts';
import { asObject } from './json.ts';

type Handlers = Dispatcher.DispatchHandlers;

/**
 * An Agent that replaces all its connections after a request times out. A firewall may have dropped
 * every connection that was idle for as long, and each would time out in turn. Requests in progress
 * can still finish.
 */
export class RenewableAgent extends Dispatcher {
  readonly #create: () => Dispatcher;
  readonly #former = new Set<Dispatcher>();
  #current: Dispatcher;

  constructor(create: () => Dispatcher) {
    super();
    this.#create = create;
    this.#current = create();
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Handlers): boolean {
    const agent = this.#current;
    return agent.dispatch(
      options,
      watchHandler(handler, () => {
        this.#renew(agent);
      }),
    );
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override async close(): Promise<void> {
    await Promise.all([this.#current, ...this.#former].map((agent) => agent.close()));
  }

  override destroy(error?: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override async destroy(): Promise<void> {
    await Promise.all([this.#current, ...this.#former].map((agent) => agent.destroy()));
  }

  #renew(agent: Dispatcher): void {
    if (agent !== this.#current) return;
    this.#current = this.#create();
    this.#former.add(agent);
    const forget = () => void this.#former.delete(agent);
    void agent.close().then(forget, forget);
  }
}

/** Whether a request timed out before or during its response. */
function isTimeout(error: unknown): boolean {
  const isLate = asObject(error)?.name === 'TimeoutError';
  return isLate || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(systemCode(error));
}

function watchHandler(handler: Handlers, onTimeout: () => void): Handlers {
  let isUnbounded = false;
  return {
    onConnect: (abort) => handler.onConnect?.(abort),
    onUpgrade: (...told) => handler.onUpgrade?.(...told),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onHeaders: (status, headers, resume, text) => {
      isUnbounded = isWithoutLength(headers);
      return handler.onHeaders?.(status, headers, resume, text) ?? true;
    },
    onData: (chunk) => {
      // A body that ends with its connection must not be paused, or undici ends the process.
      const mayGoOn = handler.onData?.(chunk) ?? true;
      return mayGoOn || isUnbounded;
    },
    onBodySent: (size, total) => handler.onBodySent?.(size, total),
    onComplete: (trailers) => handler.onComplete?.(trailers),
    onError: (error) => {
      if (isTimeout(error)) onTimeout();
      handler.onError?.(error);
    },
  };
}

function isWithoutLength(headers: readonly Buffer[]): boolean {
  const names = headers.filter((_, index) => index % 2 === 0).map((name) => String(name));
  return !names.some((name) => /^(content-length|transfer-encoding)$/i.test(name));
}
