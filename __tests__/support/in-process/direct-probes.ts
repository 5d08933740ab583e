import { Dispatcher, errors } from 'undici';
import type { ServedApplication } from '../../../simulator/index.ts';
import type { OpenDispatcher } from '../../../src/probe/connections.ts';
import type { RunClock } from './run-clock.ts';

type Options = Dispatcher.DispatchOptions;
type Handlers = Dispatcher.DispatchHandlers;

/**
 * Connections for probes to a served application that are none: a verification sends hundreds of
 * requests, most of them over a connection of their own. What it does not answer so goes to `open`.
 */
export function openDirectly(
  served: ServedApplication,
  clock: RunClock,
  open: OpenDispatcher,
): OpenDispatcher {
  return (options) => new DirectProbes(served, clock, () => open(options));
}

class DirectProbes extends Dispatcher {
  readonly #served: ServedApplication;
  readonly #clock: RunClock;
  readonly #open: () => Dispatcher;
  #others: Dispatcher | undefined;
  /** Of each origin, the connections that no request uses. */
  readonly #idle = new Map<string, object[]>();
  readonly #aborts = new Set<(error?: Error) => void>();

  constructor(served: ServedApplication, clock: RunClock, open: () => Dispatcher) {
    super();
    this.#served = served;
    this.#clock = clock;
    this.#open = open;
  }

  override dispatch(options: Options, handler: Handlers): boolean {
    const origin = String(options.origin);
    if (this.#served.isDirect(origin)) {
      void this.#answer(origin, options, handler);
      return true;
    }
    this.#others ??= this.#open();
    return this.#others.dispatch(options, handler);
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override async close(): Promise<void> {
    await this.#others?.close();
  }

  override destroy(error?: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override async destroy(): Promise<void> {
    for (const abort of this.#aborts) abort(new errors.ClientDestroyedError());
    await this.#others?.destroy();
  }

  async #answer(origin: string, { headers, path }: Options, handler: Handlers): Promise<void> {
    const end = this.#clock.begin();
    const fail = (error: Error = new errors.RequestAbortedError()): void => {
      if (!this.#aborts.delete(fail)) return;
      end();
      handler.onError?.(error);
    };
    this.#aborts.add(fail);
    handler.onConnect?.(fail);
    const idle = this.#idle.get(origin) ?? [];
    this.#idle.set(origin, idle);
    const connection = idle.pop() ?? {};
    const request = { origin, path, headers: byName(headers as readonly string[]), connection };
    const answer = await this.#served.answer(request);
    if (answer === undefined) fail(new errors.SocketError('other side closed'));
    if (answer === undefined || !this.#aborts.delete(fail)) return;
    if (!answer.isLast) idle.push(connection);
    end();
    handler.onHeaders?.(answer.status, [], () => undefined, '');
    handler.onData?.(Buffer.from(answer.body));
    handler.onComplete?.([]);
  }
}

/** Headers in the form of node:http, from names and values in turn. */
function byName(headers: readonly string[]): Record<string, string> {
  const names = headers.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(
    names.map((name, index) => [name.toLowerCase(), headers[2 * index + 1] ?? '']),
  );
}
