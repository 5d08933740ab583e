import type { DlcOutcome, TaskBehaviour } from './seed.ts';

export type DlcStatus = 'init' | 'queue' | 'format' | 'compress' | DlcOutcome;

/** All that ever happens to a download; its status follows from this and the time. */
export interface DownloadRecord {
  downloadId: string;
  taskId: string;
  format: string;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
  outcome: DlcOutcome;
  /** As it stood at the start. */
  behaviour: TaskBehaviour;
}

export function downloadStatus(record: DownloadRecord, now: number): DlcStatus {
  const { behaviour, startedAt, outcome } = record;
  const steps = [
    ['init', behaviour.initSeconds],
    ['queue', behaviour.queueSeconds],
    ['format', behaviour.formatSeconds],
    ['compress', behaviour.compressSeconds],
  ] as const;
  let endsAt = startedAt;
  for (const [status, seconds] of steps) {
    endsAt += seconds * 1000;
    if (now < endsAt) return status;
  }
  return outcome;
}

export function hasFailed(status: DlcStatus): boolean {
  return status === 'timeout' || status === 'error';
}

export function hasEnded(status: DlcStatus): boolean {
  return status === 'success' || hasFailed(status);
}
