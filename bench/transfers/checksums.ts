import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { createCRC64 } from 'hash-wasm';
import { EMPTY_CRC64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import { noise } from '../random.ts';
import { median } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import { createSlicingBy8 } from './slicing-by-8.ts';

/** A checksum, in MiB a second: wall-clock time, and what it takes from the main thread. */
export interface ChecksumSpeed {
  readonly name: string;
  readonly speed: number;
}

interface Checksum {
  readonly name: string;
  readonly update: (block: Uint8Array) => unknown;
  readonly close?: () => Promise<unknown>;
}

const MIB = 2 ** 20;
const OURS = 'CRC-64, ours: slicing by 16';

/** Measures the checksums of `mib` MiB in memory, taking turns; medians of `rounds`. */
export async function measureChecksums(mib: number, rounds: number): Promise<ChecksumSpeed[]> {
  const block = noise(MIB, 0);
  const checksums = await createChecksums();
  const times = checksums.map((): number[] => []);
  // The first round lets V8 compile.
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, { update }] of checksums.entries()) {
      const startedAt = performance.now();
      for (let done = 0; done < mib; done += 1) await update(block);
      if (round >= 0) times[index]?.push(performance.now() - startedAt);
    }
  }
  for (const { close } of checksums) await close?.();
  return checksums.map(({ name }, index) => ({
    name,
    speed: mib / (median(times[index] ?? []) / 1000),
  }));
}

async function createChecksums(): Promise<Checksum[]> {
  const [md5, sha256, wasm] = [createHash('md5'), createHash('sha256'), await createCRC64()];
  const by8 = createSlicingBy8();
  const worker = startWorker();
  let crc64 = EMPTY_CRC64;
  return [
    { name: OURS, update: (block) => (crc64 = updateCrc64(crc64, block)) },
    { name: 'CRC-64, slicing by 8', update: by8 },
    { name: 'CRC-64, hash-wasm', update: (block) => wasm.update(block) },
    { name: 'CRC-64, ours in a worker', ...worker },
    { name: 'MD5, OpenSSL', update: (block) => md5.update(block) },
    { name: 'SHA-256, OpenSSL', update: (block) => sha256.update(block) },
  ];
}

/** The worker shares the memory of the block, so that only messages are passed. */
function startWorker(): Omit<Checksum, 'name'> {
  const worker = new Worker(new URL('checksum-worker.ts', import.meta.url));
  const shared = new Uint8Array(new SharedArrayBuffer(MIB));
  return {
    // A reader would fill the next buffer meanwhile; the copy stands for that.
    update: async (block) => {
      shared.set(block);
      const answered = new Promise((resolve) => worker.once('message', resolve));
      worker.postMessage(shared);
      await answered;
    },
    close: () => worker.terminate(),
  };
}

/** The table, and whether the way that the action computes a CRC-64 is the fastest, within 10 %. */
export function checksumTable(speeds: readonly ChecksumSpeed[]): string {
  const ours = speeds.find(({ name }) => name === OURS)?.speed ?? NaN;
  const crcs = speeds.filter(({ name }) => name.startsWith('CRC-64'));
  const fastest = Math.max(...crcs.map(({ speed }) => speed));
  return [
    table(
      ['MiB a second, one after another', 'speed', 'ours to it'],
      speeds.map(({ name, speed }) => [name, speed, `${rounded(ours / speed)} ×`]),
    ),
    table(
      ['', 'target', 'measured', ''],
      [
        [
          'ours, to the fastest CRC-64',
          '≥ 0.9 ×',
          `${rounded(ours / fastest)} ×`,
          verdict(ours >= 0.9 * fastest),
        ],
      ],
    ),
  ].join('\n\n');
}
