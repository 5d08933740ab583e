import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Part, Section, Size } from './part.ts';
import { quantile } from './statistics.ts';
import { rounded, table, verdict } from './table.ts';
import type { Probed } from './verify-prober.ts';

/** The 99th percentile of how late requests are sent, in ms. */
const MOST_LATE = 10;
/** What "flat memory" means: the growth from 10 to 60 seconds, in MiB, after garbage collection. */
const MOST_HEAP_GROWTH = 1;
const MOST_RSS_GROWTH = 8;

/** A part of this section. */
type Piece = (size: Size) => Promise<Pick<Section, 'text' | 'data'>>;

// How much the early decision saves belongs here as well: `measureSavings` of verify-savings.ts.
const PIECES: Readonly<Record<string, Piece>> = { prober: measureProber };

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
    return { title: 'Verification: the prober', text: lines, plots: [], data };
  },
};

async function measureProber(size: Size): ReturnType<Piece> {
  const seconds = size === 'quick' ? 3 : 60;
  const server = spawn(process.execPath, [script('verify-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    const { late, ...probed } = await probe(`http://127.0.0.1:${String(port).trim()}`, seconds);
    const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => quantile(late, share));
    const [first, last] = probed.memory;
    const [heap, rss] = [
      (last?.heap ?? NaN) - (first?.heap ?? NaN),
      (last?.rss ?? NaN) - (first?.rss ?? NaN),
    ];
    return {
      text: [
        `10 URLs, 20 requests a second each, for ${seconds} s, to a server in another process on the same machine, which answers one request in 50 only after 300 ms. The schedule error is how much later than due a request was sent. Memory is measured after garbage collection.`,
        table(
          ['', 'target', 'measured', ''],
          [
            [
              'requests',
              `≥ ${200 * seconds - 10}`,
              probed.requests,
              verdict(probed.requests >= 200 * seconds - 10),
            ],
            ['requests that failed', 'none', probed.failures, verdict(probed.failures === 0)],
            ['schedule error, p50, ms', '', p50 ?? NaN, ''],
            [
              'schedule error, p99, ms',
              `< ${MOST_LATE}`,
              p99 ?? NaN,
              verdict((p99 ?? NaN) < MOST_LATE),
            ],
            ['schedule error, worst, ms', '', worst ?? NaN, ''],
            ...probed.memory.flatMap((memory) => [
              [`heap after ${rounded(memory.second)} s, MiB`, '', memory.heap, ''],
              [`RSS after ${rounded(memory.second)} s, MiB`, '', memory.rss, ''],
            ]),
            [
              'growth of the heap, MiB',
              `< ${MOST_HEAP_GROWTH}`,
              heap,
              verdict(heap < MOST_HEAP_GROWTH),
            ],
            ['growth of the RSS, MiB', `< ${MOST_RSS_GROWTH}`, rss, verdict(rss < MOST_RSS_GROWTH)],
            ['CPU, percent of a core', '', probed.cpu * 100, ''],
          ],
        ),
      ],
      data: { ...probed, p50, p99, worst },
    };
  } finally {
    server.kill();
  }
}

async function probe(origin: string, seconds: number): Promise<Probed> {
  const args = ['--expose-gc', script('verify-prober.ts'), origin, String(seconds)];
  const prober = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(prober.stdout)) as Probed;
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
