import type { Clock } from '../../src/clock.ts';
import { isReadingOrWriting } from '../support/file-work.ts';

/** A minute at which nothing special happens: no change of day, no change of clocks. */
export const START = Date.UTC(2026, 10, 20, 10, 0, 0);

/** How long a run may wait for something that no event of the clock brings, in real ms. */
const MAX_STUCK_MS = 2_000;

interface Event {
  readonly time: number;
  /** Events of the same time come in the order in which they were made. */
  readonly order: number;
  readonly act: () => void;
}

/**
 * One time line for several tasks that run at the same time. Time moves on to the next event only
 * when no task has anything left to do at the present time.
 */
export class EventClock implements Clock {
  #now = START;
  #made = 0;
  readonly #events = new EventHeap();

  now(): number {
    return this.#now;
  }

  /** Seconds since the clock was made. */
  seconds(): number {
    return (this.#now - START) / 1000;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.after(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
    });
  }

  timeout(ms: number): AbortSignal {
    const late = new AbortController();
    this.after(ms, () => {
      late.abort(new DOMException('The operation timed out', 'TimeoutError'));
    });
    return late.signal;
  }

  /** Does something `ms` milliseconds from now. */
  after(ms: number, act: () => void): void {
    this.#made += 1;
    this.#events.push({ time: this.#now + Math.max(0, ms), order: this.#made, act });
  }

  /** Does something at this second, counted since the clock was made. */
  at(second: number, act: () => void): void {
    this.after(START + second * 1000 - this.#now, act);
  }

  /** Moves time on until the task has ended; rejects where it waits for something outside of time. */
  async run<T>(task: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const end = () => {
      state.isOver = true;
    };
    task.then(end, end);
    let stuckSince: number | undefined;
    for (;;) {
      await drain();
      if (state.isOver) return task;
      const event = this.#events.pop();
      if (event) {
        stuckSince = undefined;
        this.#now = Math.max(this.#now, event.time);
        event.act();
      } else {
        stuckSince ??= performance.now();
        if (performance.now() - stuckSince > MAX_STUCK_MS) throw new Error('the run is stuck');
      }
    }
  }
}

/**
 * Lets every task go as far as it can without time: setImmediate comes after all microtasks.
 */
async function drain(): Promise<void> {
  do {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  } while (isReadingOrWriting());
}

/** A priority queue: the earliest event first. */
class EventHeap {
  readonly #items: Event[] = [];

  push(event: Event): void {
    const items = this.#items;
    let index = items.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = items[above];
      if (!parent || comesFirst(parent, event)) break;
      items[index] = parent;
      index = above;
    }
    items[index] = event;
  }

  pop(): Event | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (!first || !last || items.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = items[left + 1];
      let below = left;
      let child = items[left];
      if (right && child && comesFirst(right, child)) [below, child] = [left + 1, right];
      if (!child || comesFirst(last, child)) break;
      items[index] = child;
      index = below;
    }
    items[index] = last;
    return first;
  }
}

function comesFirst(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
