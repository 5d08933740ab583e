import { formatBytes } from '../../text/format.ts';
import type { Text } from '../../text/message.ts';
import type { OnProgress } from '../../transfer/transfer-context.ts';
import type { OperationContext } from '../operation.ts';

/** How often the progress of a transfer is logged, in ms. */
const LINE_INTERVAL_MS = 10_000;

/** Logs the progress of a transfer every ten seconds: amount, percentage, speed. */
export function createProgressLines(
  { clock, log, startedAt }: OperationContext,
  subject: Text,
): OnProgress {
  const transferStart = clock.now();
  let lastLine = transferStart;
  return ({ bytes, total }) => {
    const now = clock.now();
    if (now - lastLine < LINE_INTERVAL_MS) return;
    lastLine = now;
    const share = total ? `${Math.floor((bytes / total) * 100)} %` : '';
    const speed = `${formatBytes((bytes * 1000) / (now - transferStart))}/s`;
    log.event(now - startedAt, subject, formatBytes(bytes), share, speed);
  };
}
