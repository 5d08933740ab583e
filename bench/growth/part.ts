import { createLog } from '../../src/github/log.ts';
import { recordingCore } from '../../__tests__/operations/recorder.ts';
import type { Part, Size } from '../part.ts';
import { median, powerBetween } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import { answersOf } from './answers.ts';
import { createHeapMeter } from './heap.ts';
import type { Reads } from './reads.ts';
import { countReads } from './reads.ts';
import type { Cost } from './step.ts';
import { costOf } from './step.ts';

/** What increases the cost of a step, and how. */
interface Growth {
  readonly of: string;
  readonly points: readonly (readonly [count: number, milliseconds: number])[];
}

const PODS = [10, 100, 1000, 5000];
const BATCHES = [1, 10, 50, 100];
const LINES = [1_000, 10_000, 50_000, 100_000];

/** The API's limit for a response. */
const LARGEST_ANSWER = 50 * 1024 * 1024;

/**
 * The cost may grow as the count to this power: 1 is linear, the rest allows for imprecise clocks.
 */
const LINEAR = 1.2;

/** Measures whether the cost of a step is proportional to its input. */
export const growth: Part = {
  name: 'growth',
  run: async (size: Size) => {
    const rounds = size === 'quick' ? 1 : 7;
    const shorter = <T>(all: readonly T[]) => (size === 'quick' ? all.slice(0, 2) : all);
    const grown: Growth[] = [
      await measured('instances', shorter(PODS), rounds, (count) => stepTime(count, 10)),
      await measured('batches (of 1,000 instances)', shorter(BATCHES), rounds, (count) =>
        stepTime(1000, count),
      ),
      await measured('lines of log', shorter(LINES), rounds, (count) =>
        Promise.resolve(logTime(count)),
      ),
    ];
    const heap = await measureMemory(shorter(PODS));
    const reads = await Promise.all(shorter(PODS).map(countReads));
    const large = await costOf(answersOf(10, 1), {
      padding: size === 'quick' ? 1024 : LARGEST_ANSWER,
    });
    return {
      title: 'Growth: instances, batches, log',
      text: [
        'A whole `tem-wait` of a rollout that is over: three looks, on recorded answers, without network and pauses. Medians in milliseconds; the power is what the cost grows with between the two largest counts: 1 is linear, 0 is no growth.',
        ...grown.map(growthTable),
        'The most that the heap holds at a call, after garbage collection and without what it held before the step; the recorded answers are part of it. Instances come in pages of 100.',
        memoryTable(heap),
        'A rollout in ten batches of a minute each, followed with the action’s own pace: how often the list of all instances is read to its end, and how much has changed meanwhile (batches that began, paused and finished; the application that came to rest). There is one such read for each change; beyond that all instances are read about once a minute, because only the list shows an instance that crashes, and so are those during `stable-for`. Up to 100 instances are one call, and are read more often.',
        readsTable(reads),
        `An answer of ${Math.round(LARGEST_ANSWER / 2 ** 20)} MiB, the most that the cloud sends, in every call: the step ${large.status} after ${rounded(large.milliseconds)} ms and ${large.calls} calls.`,
      ],
      plots: [],
      data: { grown, heap, reads, large },
    };
  },
};

/** Measures all sizes in turn, repeatedly. */
async function measured(
  of: string,
  counts: readonly number[],
  rounds: number,
  time: (count: number) => Promise<number>,
): Promise<Growth> {
  const times = counts.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, count] of counts.entries()) {
      const milliseconds = await time(count);
      if (round >= 0) times[index]?.push(milliseconds);
    }
  }
  return { of, points: counts.map((count, index) => [count, median(times[index] ?? [])] as const) };
}

interface Memory {
  readonly count: number;
  readonly heap: number;
  readonly calls: number;
}

async function measureMemory(counts: readonly number[]): Promise<Memory[]> {
  const measureHeap = createHeapMeter();
  const all: Memory[] = [];
  for (const count of counts) {
    const { calls, heap } = succeeded(await costOf(answersOf(count, 10), { measureHeap }));
    all.push({ count, heap, calls });
  }
  return all;
}

function memoryTable(all: readonly Memory[]): string {
  const [before, last] = all.slice(-2).map(({ count, heap }) => [count, heap] as const);
  const power = before && last ? powerBetween(before, last) : NaN;
  return table(
    ['instances', ...all.map(({ count }) => rounded(count)), 'power', 'linear or less'],
    [
      ['MiB', ...all.map(({ heap }) => heap), power, verdict(power <= LINEAR)],
      ['calls', ...all.map(({ calls }) => calls), '', ''],
    ],
  );
}

/** Looks while the application has to stay healthy, which are complete. */
const STABLE_LOOKS = 4;

function readsTable(all: readonly Reads[]): string {
  const isSeldom = all.every(({ changes, instances, looks, podReads }) => {
    return instances <= 100 || podReads <= changes + looks / 5 + STABLE_LOOKS;
  });
  return table(
    ['instances', ...all.map(({ instances }) => rounded(instances)), 'no more than that'],
    [
      ['reads of all instances', ...all.map(({ podReads }) => podReads), verdict(isSeldom)],
      ['changes', ...all.map(({ changes }) => changes), ''],
      ['looks', ...all.map(({ looks }) => looks), ''],
    ],
  );
}

async function stepTime(pods: number, batches: number): Promise<number> {
  return succeeded(await costOf(answersOf(pods, batches))).milliseconds;
}

function succeeded(cost: Cost): Cost {
  if (cost.status !== 'succeeded') throw new Error(`The step ended as ${cost.status}.`);
  return cost;
}

function logTime(lines: number): number {
  const log = createLog(recordingCore().core);
  const startedAt = performance.now();
  for (let line = 0; line < lines; line += 1) {
    log.event(line, 'batch 1/2', 'deploying', '1/3', 'shop-000001: ContainerCreating');
  }
  return performance.now() - startedAt;
}

function growthTable({ of, points }: Growth): string {
  const [before, last] = points.slice(-2);
  const power = before && last ? powerBetween(before, last) : NaN;
  return table(
    [of, ...points.map(([count]) => rounded(count)), 'power', 'linear or less'],
    [['ms', ...points.map(([, time]) => time), power, verdict(power <= LINEAR)]],
  );
}
