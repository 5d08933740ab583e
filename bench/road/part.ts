import { loadavg } from 'node:os';
import type { Part, Size } from '../part.ts';
import { rounded } from '../table.ts';
import { measureRollouts, rolloutsTable, rolloutVerdicts } from './rollouts.ts';
import type { Plan, Road } from './transfers.ts';
import { lineSeconds, measureTransfers } from './transfers.ts';
import { calmTable, transfersTable, transferVerdicts } from './transfers-table.ts';

const MIB = 2 ** 20;
const MB = 1_000_000;

const WEATHER: Road['weather'] = {
  ...{ delayMs: 125, jitterMs: 20, loss: 0.001, stallMs: 250 },
  bytesPerSecond: Infinity,
  sharedBytesPerSecond: 2.5 * MB,
};
const CUT_BYTES = 3 * MB;

/** Shows what the losses cost. */
const CALM = { loss: 0, jitterMs: 0 };

const WHOLE = {
  ...{ bytes: 64 * MIB, rounds: 3, rollouts: 10 },
  roads: [
    { name: 'no cuts', weather: WEATHER },
    { name: 'cut every 3 MB', weather: { ...WEATHER, cut: { least: CUT_BYTES, most: CUT_BYTES } } },
    { name: 'no cuts, no loss', weather: { ...WEATHER, ...CALM }, isOursOnly: true },
  ],
} satisfies Plan & { rollouts: number };

const QUICK_WEATHER = { ...WEATHER, delayMs: 20, sharedBytesPerSecond: 20 * MB };

const QUICK: Plan & { rollouts: number } = {
  ...{ bytes: 5 * MIB, rounds: 1, rollouts: 1 },
  roads: [
    { name: 'no cuts', weather: QUICK_WEATHER },
    {
      name: 'cut every 3 MB',
      weather: { ...QUICK_WEATHER, cut: { least: CUT_BYTES, most: CUT_BYTES } },
    },
    { name: 'no cuts, no loss', weather: { ...QUICK_WEATHER, ...CALM }, isOursOnly: true },
  ],
};

/** Measures transfers in real time and rollouts in compressed time over a long and lossy road. */
export const road: Part = {
  name: 'road',
  run: async (size: Size, { before, only } = {}) => {
    const plan = size === 'quick' ? QUICK : WHOLE;
    const startedWith = busyness();
    const transfers = await measureTransfers(plan, only);
    const endedWith = busyness();
    const title = 'A long road: 250 ms, 20 Mbit/s, cut connections';
    if (only !== undefined) {
      const text = [...transfers.map(transfersTable), transferVerdicts(transfers)];
      return { title, text, plots: [], data: { transfers } };
    }
    const rollouts = await measureRollouts(plan.rollouts, WEATHER, before);
    const shown = transfers.filter(({ road: { isOursOnly } }) => !isOursOnly);
    const line = rounded(lineSeconds(plan.bytes, plan.roads[0]?.weather ?? WEATHER));
    return {
      title,
      text: [
        `A file of ${plan.bytes / MIB} MiB, each program as a whole process in real time, medians of ${plan.rounds} rounds in turn; uploads and downloads of both roads ran side by side, each on a road of its own. The road has a round trip of 250 ms, up to 20 ms of jitter in each direction, 0.1 % loss (each stalls its connection for 250 ms, as a retransmission does, and leaves the line to the others), and 20 Mbit/s for all connections together. The line needs ${line} s: the bytes and one round trip. A program that takes three times as long is stopped. The load of the machine (2 cores) was ${startedWith} at the beginning and ${endedWith} at the end.`,
        ...shown.flatMap((scenario) => [
          `${scenario.direction === 'upload' ? 'Upload' : 'Download'}, ${scenario.road.name}:`,
          transfersTable(scenario),
        ]),
        transferVerdicts(shown),
        'This action on the same road without loss and jitter, to show what they cost:',
        calmTable(transfers.filter(({ road: { isOursOnly } }) => isOursOnly)),
        'What limits a download: its first seconds, which come over one connection that every lost packet stalls for 250 ms. The rest comes in ranges over four, which leave the line to each other meanwhile. After a cut, what was on its way is sent again, up to 512 KiB.',
        'What the programs need to go on after a cut: `curl --retry` sends an upload again from its first byte and a download from the byte at which its process began, so a shell has to start `curl -C -` again and again; `cos-nodejs-sdk-v5` retries the parts of `uploadFile` twice by itself (`ChunkRetryTimes`), but the ranges of a download only with `downloadFile`, because `getObject` is never retried.',
        `A rollout of three batches, 30 s apart, over the same road in compressed time: means of ${plan.rollouts} rollouts (least to most). Lateness and overhead are beyond the rollout itself and the ${rollouts.stableForOurs} s of \`stable-for\`. Round trips are calls one after another; each connection is a TLS handshake in reality. It is unknown how long Tencent Cloud keeps an idle connection: here it is 75 s, as with nginx, and in one column 5 s, as with Node, so that nearly every poll connects again.${before === undefined ? '' : ' “Before” is an earlier build (`--before`).'}`,
        rolloutsTable(rollouts),
        rolloutVerdicts(rollouts),
        'Where idle connections are closed after 5 s, nearly every poll has to connect again, and the one that sees the end does, too: that is the rest. A connection that is kept costs nothing, so this depends on the cloud alone.',
      ],
      plots: [],
      data: { transfers, rollouts },
    };
  },
};

function busyness(): string {
  return rounded(loadavg()[0] ?? NaN);
}
