import type { Socket } from 'node:net';
import { startProber } from '../../src/probe/prober.ts';
import type { Prober, ProberOptions } from '../../src/probe/prober.ts';
import type { Sample } from '../../src/verification/criteria.ts';
import { answerOf, closeLater, rawServer, withDefaults } from './probing.ts';
import { START, stepClock } from './step-clock.ts';

/** A prober and what it has reported. */
export interface Probing {
  readonly prober: Prober;
  readonly samples: (Sample & { readonly id: string })[];
  readonly clock: ReturnType<typeof stepClock>;
  readonly cancel: AbortController;
}

/** Starts a prober on a clock that stands still. */
export function probing(given: Partial<ProberOptions> = {}): Probing {
  const clock = stepClock();
  const samples: Probing['samples'] = [];
  const cancel = new AbortController();
  const prober = startProber({
    ...withDefaults({ clock, signal: cancel.signal }),
    ...{ interval: 1_000, timeout: 5_000 },
    onSample: (id, sample) => samples.push({ id, ...sample }),
    ...given,
  });
  closeLater(() => prober.stop());
  return { prober, samples, clock, cancel };
}

/** A server that answers when it is told to. */
export async function waitingServer() {
  const waiting: Socket[] = [];
  const server = await rawServer((socket) => waiting.push(socket));
  return { ...server, waiting };
}

export const ok = (socket: Socket) => void socket.write(answerOf('ok'));
/** Targets whose IDs are their URLs. */
export const targets = (...urls: string[]) => urls.map((url) => ({ id: url, url }));
/** When samples were due, in seconds since the start. */
export const seconds = (samples: readonly Sample[]) =>
  samples.map(({ at }) => (at - START) / 1_000);
