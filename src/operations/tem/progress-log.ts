import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import { formatDuration, formatInstances } from '../../text/format.ts';
import type { Strategy } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { OperationContext } from '../operation.ts';
import type { ObserveState } from '../poll.ts';
import { HEARTBEAT_INTERVAL_MS } from '../poll.ts';
import type { StrategyInputs } from './tem-inputs.ts';
import type { Text } from '../../text/message.ts';

/** Logs what changed since it was last logged, and once a minute that nothing did. */
export interface ProgressLog {
  readonly logBatches: (rows: readonly BatchProgress[]) => void;
  readonly log: (subject: Text, state: Text, detail: Text) => void;
  /** A read that brought nothing: logs the first one, each with another reason, and one a minute. */
  readonly observeFailure: ObserveState;
  /** Begins anew: another rollout is logged from here on. */
  readonly restart: () => void;
}

/** The subject of reads that failed, beside the names of batches. */
const READ = 'read';

/** The lines count from when the step began. */
export function createProgressLog({
  clock,
  log,
  startedAt,
}: Pick<OperationContext, 'clock' | 'log' | 'startedAt'>): ProgressLog {
  /** What was last logged of each subject. */
  const logged = new Map<string, string>();
  let lastLine = clock.now();

  const isHeartbeatDue = () => clock.now() - lastLine >= HEARTBEAT_INTERVAL_MS;
  const event = (...columns: readonly [Text, Text, string, Text]) => {
    lastLine = clock.now();
    log.event(lastLine - startedAt, ...columns);
  };

  return {
    logBatches(rows) {
      const now = clock.now();
      logged.delete(READ);
      for (const row of rows) {
        const name = formatBatchName(row);
        const columns = formatColumns(row, now);
        const key = getLoggedKey(row);
        if (!columns || logged.get(name) === key) continue;
        logged.set(name, key);
        event(name, ...columns);
      }
      if (isHeartbeatDue()) event(...formatHeartbeat(rows, now));
    },
    observeFailure(reason, logFailure) {
      const isNew = logged.get(READ) !== reason;
      logged.set(READ, reason);
      if (!isNew && !isHeartbeatDue()) return;
      lastLine = clock.now();
      logFailure();
    },
    log(subject, state, detail) {
      event(subject, state, '', detail);
    },
    restart() {
      logged.clear();
      lastLine = clock.now();
    },
  };
}

/**
 * What counts as news of a batch: a countdown changes all the time and is none, and a healthy one
 * stays healthy when the pause after it is over. It is data, so no wording changes the pace.
 */
function getLoggedKey({ state, healthy, total, missing, trouble }: BatchProgress): string {
  const isDone = state.kind === 'interval' || state.kind === 'finished';
  const shown = isDone && healthy >= total ? 'healthy' : state;
  return JSON.stringify([shown, healthy, total, missing, trouble]);
}

/** The batch that is under way; between batches the last that ran, before the first the rollout. */
function formatHeartbeat(rows: readonly BatchProgress[], now: number): [Text, Text, string, Text] {
  const begun = rows.filter(({ state }) => state.kind !== 'not-started');
  const row = begun.find(({ state }) => state.kind !== 'finished') ?? begun.at(-1);
  const columns = row && formatColumns(row, now);
  return columns ? [formatBatchName(row), ...columns] : ['rollout', 'not started', '', ''];
}

/** State, count and note; nothing for a batch that has not begun. */
function formatColumns(row: BatchProgress, now: number): [Text, string, Text] | undefined {
  const count = `${row.healthy}/${row.total}`;
  const isHealthy = row.healthy >= row.total;
  switch (row.state.kind) {
    case 'not-started':
      return undefined;
    case 'deploying':
      return ['deploying', count, formatMissing(row) || row.note];
    case 'interval':
      return [isHealthy ? 'healthy' : 'deployed', count, row.note || formatNextStart(row, now)];
    case 'waiting':
      return ['paused', count, row.note || 'for confirmation'];
    case 'finished':
      return [isHealthy ? 'healthy' : 'finished', count, formatMissing(row) || row.note];
    case 'unknown':
      return [row.state.word || 'no status', count, row.note];
  }
}

function formatMissing({ missing = 0 }: BatchProgress): Text {
  return missing > 0 ? `${formatInstances(missing)} missing` : '';
}

function formatNextStart({ nextStart }: BatchProgress, now: number): Text {
  return nextStart && nextStart > now ? `next batch in ${formatDuration(nextStart - now)}` : '';
}

/** "app-shop0001 in en-prod0001 (ap-guangzhou)" */
export function formatTarget({ applicationId, environmentId }: TemTarget, region: string): string {
  return `${applicationId} in ${environmentId} (${region})`;
}

const TYPES = ['AUTO', 'MANUAL', 'BETA', 'first release'] as const;

/** "BETA, 1 instance, then 2 batches, 60 s apart"; '' where nothing is known. */
export function formatStrategy(strategy: Strategy | undefined): string {
  if (strategy?.type === undefined) return '';
  const type = TYPES[strategy.type] ?? `strategy ${strategy.type}`;
  const beta =
    type === 'BETA' && strategy.betaBatchNum ? formatInstances(strategy.betaBatchNum) : '';
  const count = strategy.totalBatchCount ?? 0;
  const batches = count > 0 ? `${beta ? 'then ' : ''}${count} batch${count === 1 ? '' : 'es'}` : '';
  const interval = strategy.batchInterval
    ? `${formatDuration(strategy.batchInterval * 1000)} apart`
    : '';
  return [type, beta, batches, interval].filter(Boolean).join(', ');
}

/** The strategy that the inputs ask for, in the same words; '' where they leave it to the cloud. */
export function formatPlannedStrategy(inputs: Partial<StrategyInputs>): string {
  const type = TYPES.findIndex((name) => name === inputs.deployStrategy);
  return formatStrategy({
    type: type < 0 ? undefined : type,
    totalBatchCount: inputs.totalBatchCount,
    betaBatchNum: inputs.betaBatchNum,
    batchInterval: inputs.batchInterval,
  });
}
