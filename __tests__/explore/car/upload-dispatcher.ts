import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Dispatcher } from 'undici';
import type { EventClock } from '../event-clock.ts';

/** Takes what is put under this key. */
export type StoreObject = (key: string) => void;

/** Connections that lead to a bucket and nowhere else: every PUT takes so long and succeeds. */
export class UploadDispatcher extends Dispatcher {
  readonly #clock: EventClock;
  readonly #uploadMs: number;
  readonly #store: StoreObject;

  constructor(clock: EventClock, uploadMs: number, store: StoreObject) {
    super();
    this.#clock = clock;
    this.#uploadMs = uploadMs;
    this.#store = store;
  }

  override dispatch(
    { body, method, path }: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandlers,
  ): boolean {
    const cancel = new AbortController();
    handler.onConnect?.((error) => {
      cancel.abort(error);
    });
    void this.#answer(`${method} ${path}`, body, cancel.signal).then(
      () => {
        const headers = ['etag', '"explored"'].map((text) => Buffer.from(text));
        handler.onHeaders?.(200, headers, () => undefined, 'OK');
        handler.onComplete?.([]);
      },
      (error: unknown) => handler.onError?.(error instanceof Error ? error : new Error('cut')),
    );
    return true;
  }

  async #answer(request: string, body: unknown, signal: AbortSignal): Promise<void> {
    const [, key = ''] = /^PUT \/([^?]+)/.exec(request) ?? [];
    if (!key) throw new Error(`This bucket knows no ${request}.`);
    if (body instanceof Readable) await finished(body.resume());
    await this.#clock.sleep(this.#uploadMs, signal);
    this.#store(decodeURIComponent(key));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}
