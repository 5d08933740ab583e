import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Part, Section, Size } from './part.ts';
import { notePriority } from './priority.ts';
import { quantile } from './statistics.ts';
import { rounded, table, verdict } from './table.ts';
import type { Memory, Probed } from './verify-prober.ts';
import { formatSavings, measureSavings, planServices, SERVICES } from './verify-savings.ts';

const REQUESTS_PER_SECOND = 200;
/** The 99th percentile of how late requests are sent, in ms. */
const MOST_LATE = 10;
/** What "flat memory" means: the growth from 10 to 60 seconds, in MiB, after garbage collection. */
const MOST_HEAP_GROWTH = 1;
const MOST_RSS_GROWTH = 8;

/** A part of this section. */
type Piece = (size: Size) => Promise<Pick<Section, 'text' | 'data'>>;

const PIECES: Readonly<Record<string, Piece>> = {
  prober: measureProber,
  savings: measureEarlyDecision,
};

/** Measures the verification. */
export const verify: Part = {
  name: 'verify',
  run: async (size) => {
    const data: Record<string, unknown> = {};
    const lines: string[] = [];
    for (const [name, measure] of Object.entries(PIECES)) {
      const piece = await measure(size);
      lines.push(...piece.text);
      data[name] = piece.data;
    }
    return { title: 'Verification', text: lines, plots: [], data };
  },
};

async function measureProber(size: Size): ReturnType<Piece> {
  const seconds = size === 'quick' ? 3 : 60;
  const server = start('verify-server.ts');
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    const origin = `http://127.0.0.1:${String(port).trim()}`;
    const [{ late, ...probed }, timer] = await Promise.all([
      output<Probed>(start('verify-prober.ts', origin, String(seconds))),
      output<number[]>(start('verify-timer.ts', String(seconds))),
    ]);
    const percentiles = { prober: percentilesOf(late), timer: percentilesOf(timer) };
    return {
      text: [
        `The prober: 10 URLs, 20 requests a second each, for ${seconds} s, to a server in another process on the same machine, which answers one request in 50 only after 300 ms. The schedule error is how much later than due a request was sent; that of a process that only sleeps, at the same time, is what the machine adds.${notePriority()} Memory is measured after garbage collection, with a young generation of at most 2 MiB: V8 lets it grow to many times that, which would hide a leak.`,
        scheduleTable(percentiles),
        memoryTable(probed.memory),
        verdicts(seconds, probed, percentiles.prober),
      ],
      data: { ...probed, ...percentiles },
    };
  } finally {
    server.kill();
  }
}

function measureEarlyDecision(size: Size): ReturnType<Piece> {
  const plans = planServices(size === 'quick' ? 50 : SERVICES);
  const savings = measureSavings(plans);
  return Promise.resolve({
    text: [
      `How many requests it saves that a stage ends as soon as its verdict is certain: ${plans.length.toLocaleString('en')} simulated services, from flawless to broken, 20 to 600 requests each, of which 95 % have to succeed; half of them have a bound for the latency.`,
      formatSavings(savings),
    ],
    data: savings,
  });
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

function percentilesOf(values: readonly number[]): Percentiles {
  const at = (share: number) => quantile(values, share);
  return { p50: at(0.5), p99: at(0.99), worst: at(1) };
}

function scheduleTable({ prober, timer }: Record<'prober' | 'timer', Percentiles>): string {
  const row = (name: string, { p50, p99, worst }: Percentiles) => [name, p50, p99, worst];
  return table(
    ['schedule error, ms', 'p50', 'p99', 'worst'],
    [row('prober', prober), row('process that only sleeps', timer)],
  );
}

function memoryTable(memory: readonly Memory[]): string {
  return table(
    ['MiB after', ...memory.map(({ second }) => `${rounded(second)} s`)],
    [
      ['heap', ...memory.map(({ heap }) => heap)],
      ['RSS', ...memory.map(({ rss }) => rss)],
    ],
  );
}

function verdicts(seconds: number, probed: Omit<Probed, 'late'>, { p99 }: Percentiles): string {
  const { cpu, failures, memory, requests } = probed;
  const growth = (kind: 'heap' | 'rss') =>
    (memory.at(-1)?.[kind] ?? NaN) - (memory[0]?.[kind] ?? NaN);
  const least = 0.99 * REQUESTS_PER_SECOND * seconds;
  const below = (name: string, limit: number, value: number) => [
    ...[name, `< ${limit}`, value, verdict(value < limit)],
  ];
  return table(
    ['', 'target', 'measured', ''],
    [
      ['requests', `≥ ${rounded(least)}`, requests, verdict(requests >= least)],
      ['requests that failed', 'none', failures, verdict(failures === 0)],
      below('schedule error, p99, ms', MOST_LATE, p99),
      below('growth of the heap, MiB', MOST_HEAP_GROWTH, growth('heap')),
      below('growth of the RSS, MiB', MOST_RSS_GROWTH, growth('rss')),
      ['CPU, percent of a core', '', cpu * 100, ''],
    ],
  );
}

/** Starts a script in a process of its own. */
function start(name: string, ...args: readonly string[]) {
  const flags = ['--expose-gc', '--max-semi-space-size=2'];
  return spawn(process.execPath, [...flags, script(name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function output<T>({ stdout }: { readonly stdout: Readable }): Promise<T> {
  return JSON.parse(await text(stdout)) as T;
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
