import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoopback } from '../loopback.ts';
import type { Part, Size } from '../part.ts';
import type { Measured } from '../process.ts';
import { interleaved } from '../process.ts';
import { noise } from '../random.ts';
import { median, quantile } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import { checksumTable, measureChecksums } from './checksums.ts';
import { CURL_MD5, CURL_SHA256, OURS, SDK, transferPrograms } from './programs.ts';

type Runs = Readonly<Record<string, readonly Measured[]>>;

/** Uploads and downloads of one file size. */
interface Transfers {
  readonly mib: number;
  readonly upload: Runs;
  readonly download: Runs;
}

const MIB = 2 ** 20;
const MOST_PEAK = 150;

/** Measures uploads and downloads as whole processes, over loopback. */
export const transfers: Part = {
  name: 'transfers',
  run: async (size: Size) => {
    const [small, middle, large] = size === 'quick' ? [2, 4, 8] : [64, 256, 1024];
    const measured = [
      await transfer(small, 1),
      await transfer(middle, 1),
      await transfer(large, size === 'quick' ? 1 : 3),
    ];
    const big = measured.at(-1) ?? { mib: 0, upload: {}, download: {} };
    const speeds = await (size === 'quick' ? measureChecksums(4, 1) : measureChecksums(256, 7));
    return {
      title: 'Transfers: files up and down',
      text: [
        `A file of ${large} MiB over loopback, each program as a whole process, MiB a second. Ours compares the CRC-64 of what it sends with the one that the server returns, and computes CRC-64 and SHA-256 of downloads; curl hashes the file before or after. The server is a process of its own on the same machine, so with few processors it competes with all of them.`,
        speedTable(big),
        verdicts(big),
        'Peak memory of this action in MiB by the size of the file:',
        peakTable(measured),
        'What the checksums alone reach, on 256 MiB in memory: an upload needs a CRC-64 of every byte, a download SHA-256 as well, and both share one thread with the network.',
        checksumTable(speeds),
        'Which CRC-64 is the fastest depends on the processor. On an Intel Xeon with 48 KiB of first-level data cache ours was 1.37 × hash-wasm (2,056 to 1,499 MiB/s); on an AMD EPYC with 32 KiB, which the 16 tables fill, it was 0.80 × (784 to 976), or 0.25 ms for each MiB. Neither limits a transfer, so there is no dependency for it.',
      ],
      plots: [],
      data: { measured, speeds },
    };
  },
};

async function transfer(mib: number, rounds: number): Promise<Transfers> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const server = await startLoopback(mib * MIB);
  const file = join(folder, 'package.jar');
  await writeNoise(file, mib);
  const programs = transferPrograms(server, file, folder);
  try {
    return {
      mib,
      upload: await interleaved(programs.upload, rounds),
      download: await interleaved(programs.download, rounds),
    };
  } finally {
    programs.remove();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes random bytes, which cannot be compressed. */
async function writeNoise(path: string, mib: number): Promise<void> {
  const handle = await open(path, 'w');
  for (let index = 0; index < mib; index += 1) await handle.write(noise(MIB, index));
  await handle.close();
}

function speedOf({ mib }: Transfers, runs: readonly Measured[] = []): number {
  return mib / (median(runs.map(({ milliseconds }) => milliseconds)) / 1000);
}

/**
 * Returns how many times faster the action is than another program. Compares round by round, so
 * that other load on the machine affects both.
 */
function ratioTo(runs: Runs, other: string): number {
  const ours = runs[OURS] ?? [];
  const theirs = runs[other] ?? [];
  return median(
    ours.map(({ milliseconds }, at) => (theirs[at]?.milliseconds ?? NaN) / milliseconds),
  );
}

function speedTable(measured: Transfers): string {
  const { upload, download } = measured;
  return table(
    ['', 'upload', 'ours to it', 'download', 'ours to it'],
    [OURS, CURL_MD5, CURL_SHA256, SDK].map((name) => [
      name,
      ...[speedOf(measured, upload[name]), `${rounded(ratioTo(upload, name))} ×`],
      ...[speedOf(measured, download[name]), `${rounded(ratioTo(download, name))} ×`],
    ]),
  );
}

function verdicts({ upload, download }: Transfers): string {
  const row = (what: string, least: number, ratio: number) => [
    ...[what, `≥ ${least} ×`, `${rounded(ratio)} ×`, verdict(ratio >= least)],
  ];
  const directions = [
    ['upload', upload],
    ['download', download],
  ] as const;
  return table(
    ['', 'target', 'measured', ''],
    directions.flatMap(([name, runs]) => [
      row(`${name}, to ${CURL_MD5}`, 0.9, ratioTo(runs, CURL_MD5)),
      row(`${name}, to ${CURL_SHA256}`, 0.9, ratioTo(runs, CURL_SHA256)),
      row(`${name}, to ${SDK}`, 1, ratioTo(runs, SDK)),
    ]),
  );
}

function peakTable(measured: readonly Transfers[]): string {
  const row = (name: string, pick: (each: Transfers) => Runs, program: string) => {
    const peaks = measured.map((each) =>
      quantile(
        (pick(each)[program] ?? []).map(({ peak }) => peak),
        1,
      ),
    );
    return [name, ...peaks, program === OURS ? verdict(Math.max(...peaks) < MOST_PEAK) : ''];
  };
  return table(
    ['', ...measured.map(({ mib }) => `${mib} MiB`), `< ${MOST_PEAK}`],
    [
      row('upload', ({ upload }) => upload, OURS),
      row('download', ({ download }) => download, OURS),
      row(`upload, ${SDK}`, ({ upload }) => upload, SDK),
      row(`download, ${SDK}`, ({ download }) => download, SDK),
    ],
  );
}
