// Gives a process a clock that its parent leads (tests and the demo; see shared-time.ts).
//
// Time stands still while the process works or waits for an answer. Once all that it waits for is
// a timer, it asks its parent over IPC to move on to that timer, and goes on when told the new
// time. So both share one time to the millisecond, an hour passes in a moment, and what happens
// between two polls does not depend on how busy the machine is.
//
// Led are Date, performance.now, timers (global, node:timers, node:timers/promises.setTimeout) and
// AbortSignal.timeout. Node's own internals keep the real time.
/* global AbortController, AbortSignal, DOMException, performance */
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

/** Turns of the event loop without news after which the process counts as idle. */
const QUIET_TURNS = 4;
/** Real ms after which a request without an answer counts as hanging, and time passes for it too. */
const STALLED_AFTER = Number(process.env.CLOCK_STALLED_AFTER ?? 200);
/** The same, after a step of time: an answer that was due at that time may be on its way. */
const STILL_STALLED_AFTER = Number(
  process.env.CLOCK_STILL_STALLED_AFTER ?? Math.min(12, STALLED_AFTER),
);

const real = { ...timers, Date };
const startedAt = Number(process.env.CLOCK_START);
let now = startedAt;

// Timers ---------------------------------------------------------------------------------------

const active = new Set();

class Timer {
  #callback;
  #repeats;
  #isRef = true;

  constructor(callback, delay, args, repeats) {
    if (typeof callback !== 'function') throw new TypeError('The callback must be a function.');
    this.#callback = () => callback(...args);
    this.#repeats = repeats;
    this.delay = delay >= 1 && delay <= 2 ** 31 - 1 ? Math.trunc(delay) : 1;
    this.refresh();
  }

  refresh() {
    active.delete(this);
    this.due = now + this.delay;
    active.add(this);
    changed();
    return this;
  }

  fire() {
    if (this.#repeats) this.refresh();
    else this.close();
    this.#callback();
  }

  close() {
    active.delete(this);
    changed();
    return this;
  }

  ref() {
    this.#isRef = true;
    changed();
    return this;
  }

  unref() {
    this.#isRef = false;
    changed();
    return this;
  }

  hasRef() {
    return this.#isRef;
  }

  [Symbol.dispose]() {
    this.close();
  }
}

const lead = {
  setTimeout: (callback, delay, ...args) => new Timer(callback, delay, args, false),
  setInterval: (callback, delay, ...args) => new Timer(callback, delay, args, true),
  clearTimeout: (timer) => void timer?.close?.(),
  clearInterval: (timer) => void timer?.close?.(),
};
Object.assign(globalThis, lead);
Object.assign(timers, lead);

timersPromises.setTimeout = (delay, value, { signal, ref = true } = {}) =>
  new Promise((resolve, reject) => {
    const abort = () => {
      timer.close();
      const { reason } = signal;
      reject(new DOMException('The operation was aborted', { name: 'AbortError', cause: reason }));
    };
    const timer = new Timer(
      () => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      },
      delay,
      [],
      false,
    );
    if (!ref) timer.unref();
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });

AbortSignal.timeout = (delay) => {
  const controller = new AbortController();
  const reason = () => new DOMException('The operation timed out', 'TimeoutError');
  new Timer(() => controller.abort(reason()), delay, [], false).unref();
  return controller.signal;
};

performance.now = () => now - startedAt;
real.Date.now = () => now;
globalThis.Date = new Proxy(real.Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now] : args, newTarget),
  apply: () => new globalThis.Date().toString(),
});
syncBuiltinESMExports();

// Requests under way ---------------------------------------------------------------------------

const inFlight = new Set();
let isStalled = false;
let stall;

/** By the request: undici reports some errors twice. */
const begun = ({ request }) => {
  // A tunnel through a proxy never ends as a request does; the request that needs it counts already.
  if (request.method === 'CONNECT') return;
  inFlight.add(request);
  requestsChanged();
};
const ended = ({ request }) => {
  if (inFlight.delete(request)) requestsChanged();
};

function requestsChanged() {
  waitForAnswers(STALLED_AFTER);
  changed();
}

function waitForAnswers(patience) {
  isStalled = false;
  real.clearInterval(stall);
  if (inFlight.size === 0) return;
  // Again and again: what holds the answer back may not have had it yet.
  stall = real.setInterval(() => {
    isStalled = true;
    changed();
  }, patience);
}

subscribe('undici:request:create', begun);
subscribe('undici:request:trailers', ended);
subscribe('undici:request:error', ended);
// The OIDC service is asked by Node's own client.
subscribe('http.client.request.start', begun);
subscribe('http.client.response.finish', ended);
subscribe('http.client.request.error', ended);

// The parent -----------------------------------------------------------------------------------

let news = 0;

/** Asks for more time once nothing has happened for some turns of the event loop. */
function changed() {
  const seen = ++news;
  const isKept = [...active].some((timer) => timer.hasRef());
  if (isKept) process.channel?.ref();
  else process.channel?.unref();
  waitForQuiet(QUIET_TURNS, () => {
    if (seen === news && (isKept || inFlight.size > 0)) ask();
  });
}

function waitForQuiet(turns, then) {
  real.setImmediate(() => {
    if (isReadingOrWriting()) waitForQuiet(QUIET_TURNS, then);
    else if (turns > 1) waitForQuiet(turns - 1, then);
    else then();
  });
}

/** A file that is under way, a chunk of the bundle for one, is work as well. */
function isReadingOrWriting() {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
}

function ask() {
  if (active.size === 0 || (inFlight.size > 0 && !isStalled)) return;
  const to = Math.min(...[...active].map((timer) => timer.due));
  process.send?.({ kind: 'ask', to, isStalled: inFlight.size > 0 });
}

/** Sent from here, a signal finds the process at the time that the parent meant. */
function receiveSignal(signal) {
  // On Windows nothing can be sent: Ctrl+C and Ctrl+Break, which the runner uses, become events.
  const name = process.platform === 'win32' && signal === 'SIGTERM' ? 'SIGBREAK' : signal;
  const isEvent = process.platform === 'win32' && process.listenerCount(name) > 0;
  if (isEvent) process.emit(name, name);
  else process.kill(process.pid, name);
}

process.on('message', (message) => {
  now = Math.max(now, message.now);
  if (message.kind === 'signal') return void receiveSignal(message.signal);
  const due = [...active].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
  for (const timer of due) if (active.has(timer)) timer.fire();
  if (isStalled) waitForAnswers(STILL_STALLED_AFTER);
  changed();
});
process.channel?.unref();
