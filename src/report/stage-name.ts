import { formatBatchName } from '../rollout/batch-progress.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { Stage } from '../verification/criteria.ts';

/** Formats a stage of the verification: "beta", "batch 1/2", "final". `of`: all numbered batches. */
export function formatStage(stage: Stage, of: number): Text {
  if (stage === 'final') return message('verification.final');
  return formatBatchName({ position: stage === 'paused' ? 'rollout' : stage, of });
}

/** Formats percent so that a rate that is too low never looks sufficient: always rounded down. */
export function formatRate(percent: number): string {
  return String(Math.floor(percent * 10) / 10);
}
