import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import { isHealthy, presentPods } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { countCurrentInstances } from '../../rollout/snapshot.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { MIN_COUNTED_ANSWERS } from '../../verification/criteria.ts';
import type { Plan } from '../dry-run.ts';
import type { OperationContext } from '../operation.ts';
import { expandInstanceIp, labelUrls } from './probe-targets.ts';
import type { VerifyInputs } from './tem-declarations.ts';
import { formatLatency } from './verify-rollout.ts';

type ProbeContext = Pick<OperationContext, 'deadlineSignal' | 'probeOnce'>;

type PlannedInputs = VerifyInputs &
  Inputs<never, 'on-waiting'> &
  Partial<Inputs<never, 'deploy-strategy'>>;

/**
 * Plans the verification: sends one request to each URL, and computes how many requests reach the
 * new instances while a batch is paused. `rows` are the planned batches.
 */
export async function planVerification(
  context: ProbeContext,
  inputs: PlannedInputs,
  snapshot: Snapshot,
  rows: readonly BatchProgress[],
): Promise<Pick<Plan, 'changes' | 'blockers'>> {
  const urls = listUrls(inputs.verifyUrl ?? []);
  const answers = await Promise.all(
    urls.map((url) => describeAnswer(context, url, inputs, snapshot)),
  );
  const shares = inputs.onWaiting === 'verify' ? planShares(inputs, urls, rows, snapshot) : [];
  const few = shares.filter(({ isFew }) => isFew);
  return {
    changes: [...answers, ...shares.filter(({ isFew }) => !isFew).map(({ text }) => text)],
    blockers: few.map(({ text }) => text),
  };
}

interface PlannedUrl {
  /** The URL as it is given. */
  readonly template: string;
  /** The URL as people may see it. */
  readonly label: string;
}

function listUrls(urls: readonly string[]): PlannedUrl[] {
  return labelUrls(urls).map((label, index) => ({ label, template: urls[index] ?? '' }));
}

/** The URL of an instance is tried with one that runs now: the new ones do not exist yet. */
async function describeAnswer(
  { deadlineSignal, probeOnce }: ProbeContext,
  { label, template }: PlannedUrl,
  inputs: VerifyInputs,
  { pods }: Snapshot,
): Promise<Text> {
  const ip = pods.find(isHealthy)?.ip ?? '';
  const url = expandInstanceIp(template, ip);
  if (url === undefined) {
    const reason = message('verification.no-instance-ip');
    return message('verification.plan-no-answer', { url: label, reason });
  }
  const { answer, latency } = await probeOnce(url, {
    headers: inputs.verifyHeaders ?? [],
    timeout: inputs.verifyTimeout,
    text: inputs.verifyBody,
    signal: deadlineSignal,
  });
  const shown = { url: expandInstanceIp(label, ip) ?? label };
  return answer.kind === 'response'
    ? message('verification.plan-answer', {
        ...shown,
        status: answer.status,
        latency: formatLatency(latency),
      })
    : message('verification.plan-no-answer', { ...shown, reason: answer.reason });
}

interface PlannedShare {
  readonly text: Text;
  /** Whether too few answers would count. */
  readonly isFew: boolean;
}

/** At a public address the load balancer spreads the requests over all instances, new and old. */
function planShares(
  { deployStrategy, verifyDuration, verifyInterval }: PlannedInputs,
  urls: readonly PlannedUrl[],
  rows: readonly BatchProgress[],
  snapshot: Snapshot,
): PlannedShare[] {
  // Without `total-batch-count` only the beta batch is planned, so the rows are not all instances.
  // TEM may report fewer instances than a row has: a share is never more than all.
  const planned = rows.reduce((sum, row) => sum + row.total, 0);
  const total = Math.max(planned, countCurrentInstances(snapshot));
  const hasOld = presentPods(snapshot).some(isHealthy);
  const requests = Math.floor(verifyDuration / verifyInterval);
  // A later batch only has more new instances, so the first paused one decides.
  const first = deployStrategy === 'BETA' || deployStrategy === 'MANUAL' ? rows[0] : undefined;
  if (!first || !hasOld) return [];
  const share = first.total / total;
  return urls
    .filter(({ template }) => !template.includes(INSTANCE_IP))
    .map(({ label: url }) => {
      const expected = Math.floor(requests * share);
      const isFew = expected < MIN_COUNTED_ANSWERS;
      const batch = formatBatchName(first);
      const values = { batch, url, expected, requests };
      const text = isFew
        ? message('verification.plan-few', { ...values, needed: MIN_COUNTED_ANSWERS })
        : message('verification.plan-share', { ...values, percent: Math.round(100 * share) });
      return { text, isFew };
    });
}
