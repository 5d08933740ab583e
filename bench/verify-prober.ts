import { systemClock } from '../src/clock.ts';
import { startProber } from '../src/probe/prober.ts';
import { createProbeDispatcher } from '../src/tencent/http.ts';
import { NO_PROXIES } from '../src/tencent/proxy.ts';
import type { Sample } from '../src/verification/criteria.ts';

// Probes `URLS` URLs of the server at the first argument, for as many seconds as the second says, in
// a process of its own (with --expose-gc). Prints a `Probed` as JSON.

/** What was measured. Times in ms, memory in MiB. */
export interface Probed {
  readonly requests: number;
  readonly failures: number;
  /** How much later than due each request was sent. */
  readonly late: readonly number[];
  readonly memory: readonly Memory[];
  /** The share of one core. */
  readonly cpu: number;
}

export interface Memory {
  readonly second: number;
  readonly rss: number;
  readonly heap: number;
}

const URLS = 10;
const INTERVAL_MS = 50;
const MIB = 2 ** 20;

const [origin = '', length = '60'] = process.argv.slice(2);
const seconds = Number(length);

/** The time with fractions of a millisecond, on the scale of `Date.now()`. */
const toDate = dateOffset();
const preciseNow = () => performance.now() + toDate;

// Allocated in advance, so that the memory for the results does not grow.
const most = Math.ceil((seconds * 1000) / INTERVAL_MS) + 100;
const columns = () => Array.from({ length: URLS }, () => new Float64Array(most));
const [sent, due] = [columns(), columns()];
const counts = { sent: Array<number>(URLS).fill(0), due: Array<number>(URLS).fill(0) };
let failures = 0;

function put(kind: keyof typeof counts, url: string, time: number): void {
  const at = Number(/\d+$/.exec(url)?.[0]);
  const row = counts[kind][at] ?? 0;
  counts[kind][at] = row + 1;
  const column = (kind === 'sent' ? sent : due)[at];
  if (column) column[row] = time;
}

const prober = startProber({
  clock: systemClock,
  openDispatcher: (options) => {
    const dispatcher = createProbeDispatcher(NO_PROXIES, options);
    const dispatch = dispatcher.dispatch.bind(dispatcher);
    dispatcher.dispatch = (request, handler) => {
      put('sent', request.path, preciseNow());
      return dispatch(request, handler);
    };
    return dispatcher;
  },
  ...{ headers: [], text: 'version 2', interval: INTERVAL_MS, timeout: 5_000 },
  signal: new AbortController().signal,
  onSample: (id: string, { answer, at }: Sample) => {
    const isGood = answer.kind === 'response' && answer.status === 200 && answer.hasText;
    if (!isGood) failures += 1;
    // Such a request is not sent.
    const isBusy = answer.kind === 'no-response' && answer.reason === 'BUSY';
    if (!isBusy) put('due', id, at);
  },
});

const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
prober.setTargets(
  Array.from({ length: URLS }, (_, at) => `${origin}/${at}`).map((url) => ({ id: url, url })),
);
const memory: Memory[] = [];
for (let sixth = 1; sixth <= 6; sixth += 1) memory.push(await memoryAfter((seconds * sixth) / 6));
const { user, system } = process.cpuUsage(cpuBefore);
const cpu = (user + system) / 1000 / (performance.now() - startedAt);
await prober.stop();

const late = due.flatMap((column, at) => {
  // Answers come in another order than requests are due.
  const dues = column.subarray(0, counts.due[at]).toSorted();
  return [...dues].map((time, row) => (sent[at]?.[row] ?? NaN) - time);
});
const probed: Probed = { requests: late.length, failures, late, memory, cpu };
console.log(JSON.stringify(probed));

async function memoryAfter(second: number): Promise<Memory> {
  const left = startedAt + second * 1000 - performance.now();
  await new Promise((resolve) => setTimeout(resolve, left));
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { second, rss: rss / MIB, heap: heapUsed / MIB };
}

/** Returns what turns `performance.now()` into `Date.now()`, read when the latter changes. */
function dateOffset(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now - performance.now();
}
