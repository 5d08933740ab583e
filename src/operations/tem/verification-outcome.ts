import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import { countNumberedBatches } from '../../rollout/batch-progress.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Pod, Snapshot } from '../../rollout/snapshot.ts';
import { isScaledToZero } from '../../rollout/snapshot.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { describePods } from '../../report/pod-remedies.ts';
import { formatRate, formatStage } from '../../report/stage-name.ts';
import type { Detail } from '../../text/detail.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { StageReport } from '../../verification/criteria.ts';
import { formatLatency } from './verify-rollout.ts';

/** A rollout that did not pass a stage of its verification. */
export interface Unverified {
  readonly report: StageReport;
  /** The new instances that failed meanwhile; if there are any, they are the reason. */
  readonly crashed: readonly Pod[];
}

/** Describes the failed verification; every policy that applies to a failed rollout applies to it. */
export function describeUnverified({ history }: Rollout, { crashed, report }: Unverified): Outcome {
  const of = countNumberedBatches(history.batches);
  const headline = message('verification.failed', { stage: describeStage(report, of) });
  if (crashed.length > 0) {
    const batches = history.last.deployment?.batches;
    const pods = describePods(crashed, batches, { countsRestarts: false });
    const count = { text: message('verification.crashed', { count: crashed.length }) };
    const details = [count, ...pods.details];
    return createOutcome('failed', headline, { ...pods, code: 'verification-failed', details });
  }
  const isUnproven = report.failure?.cause === 'no-evidence';
  const code = isUnproven ? 'verification-no-evidence' : 'verification-failed';
  return createOutcome('failed', headline, { code, details: describeReason(report, history.last) });
}

function describeStage({ stage }: StageReport, of: number): Text {
  if (stage === 'final') return message('verification.stage-final');
  return message('verification.stage-batch', { batch: formatStage(stage, of) });
}

function describeReason({ failure }: StageReport, last: Snapshot): Detail[] {
  if (!failure) return [];
  const { url } = failure;
  switch (failure.cause) {
    case 'success-rate': {
      const { lastFailure: reason, required } = failure;
      const rate = formatRate(failure.successRate);
      const last = message('verification.last-failure', { reason });
      return [{ text: message('verification.rate', { rate, url, required }) }, { text: last }];
    }
    case 'latency': {
      const [p95, limit] = [formatLatency(failure.p95), formatLatency(failure.limit)];
      return [{ text: message('verification.latency', { url, p95, limit }) }];
    }
    case 'no-evidence': {
      const counted = Math.floor(failure.counted);
      const { needed } = failure;
      const text = message('verification.no-evidence', { counted, url, needed });
      // A URL that was requested has an IP address in its place.
      if (url.includes(INSTANCE_IP)) {
        const isEmpty = isScaledToZero(last);
        const key = isEmpty ? 'rollout.scaled-to-zero' : 'verification.no-instance-ip';
        return [{ text: message(key) }];
      }
      return [
        { text },
        { label: message('words.fix'), text: message('verification.fix-evidence') },
      ];
    }
  }
}
