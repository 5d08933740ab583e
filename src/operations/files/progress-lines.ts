import type { OnProgress } from '../../transfer/transfer-progress.ts';
import type { OperationContext } from '../operation.ts';
import { formatBytes } from '../../text/format.ts';

/** The longest silence during a transfer, and the shortest time between two lines. */
const LINE_EVERY_MS = 10_000;

/** Tells how far a transfer is, a line every ten seconds: percent, amount, speed. */
export function createProgressLines(
  { clock, log, startedAt }: OperationContext,
  subject: string,
): OnProgress {
  const begun = clock.now();
  let lastLine = begun;
  return ({ bytes: done, total }) => {
    const now = clock.now();
    if (now - lastLine < LINE_EVERY_MS) return;
    lastLine = now;
    const share = total ? `${Math.floor((done / total) * 100)} %` : '';
    const speed = `${formatBytes((done * 1000) / (now - begun))}/s`;
    log.event(now - startedAt, subject, formatBytes(done), share, speed);
  };
}
