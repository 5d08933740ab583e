import type { Log } from '../../github/log.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import { formatDuration, formatInstances } from '../../text/format.ts';
import type { Strategy } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import { HEARTBEAT_INTERVAL_MS, logReadFailure } from '../poll.ts';
import type { StrategyInputs } from './tem-inputs.ts';
import type { Text } from '../../text/message.ts';

/** Logs what changed since it was last logged, and once a minute that nothing did. */
export interface ProgressLog {
  logBatches(rows: readonly BatchProgress[], now: number): void;
  log(subject: Text, state: Text, detail: Text, now: number): void;
  /** Logs a read that brought nothing: the first one, each with another reason, and one a minute. */
  logReadFailure(reason: Text, now: number): void;
  /** Begins anew: another rollout is logged from here on. */
  restart(now: number): void;
}

/** The subject of reads that failed, beside the names of batches. */
const READ = 'read';

/** `startedAt` is the time that the lines count from, in ms since 1970. */
export function createProgressLog(log: Log, startedAt: number, now: number): ProgressLog {
  /** What was last logged of each subject. */
  const logged = new Map<string, string>();
  let lastLine = now;

  const event = (at: number, ...columns: readonly [Text, Text, string, Text]) => {
    log.event(at - startedAt, ...columns);
    lastLine = at;
  };

  const logRow = (row: BatchProgress, at: number) => {
    const columns = formatColumns(row, at);
    const name = formatBatchName(row);
    if (!columns) return;
    // A countdown changes all the time and is no news; the key is data, so no wording changes the pace.
    const key = JSON.stringify([
      getLoggedState(row),
      row.healthy,
      row.total,
      row.missing,
      row.trouble,
    ]);
    if (logged.get(name) === key) return;
    logged.set(name, key);
    event(at, name, ...columns);
  };

  return {
    logBatches(rows, at) {
      logged.delete(READ);
      rows.forEach((row) => {
        logRow(row, at);
      });
      if (at - lastLine >= HEARTBEAT_INTERVAL_MS) event(at, ...formatHeartbeat(rows, at));
    },
    logReadFailure(reason, at) {
      const key = JSON.stringify(reason);
      const isNew = logged.get(READ) !== key;
      logged.set(READ, key);
      if (!isNew && at - lastLine < HEARTBEAT_INTERVAL_MS) return;
      logReadFailure(log, at - startedAt, reason);
      lastLine = at;
    },
    log(subject, state, detail, at) {
      event(at, subject, state, '', detail);
    },
    restart(at) {
      logged.clear();
      lastLine = at;
    },
  };
}

/** The batch that is under way; between batches the last that ran, before the first the rollout. */
function formatHeartbeat(rows: readonly BatchProgress[], now: number): [Text, Text, string, Text] {
  const begun = rows.filter(({ state }) => state.kind !== 'not-started');
  const row = begun.find(({ state }) => state.kind !== 'finished') ?? begun.at(-1);
  const columns = row && formatColumns(row, now);
  return columns ? [formatBatchName(row), ...columns] : ['rollout', 'not started', '', ''];
}

/** What counts as news of a state: a healthy batch stays one when the pause after it is over. */
function getLoggedState({
  state,
  healthy,
  total,
}: BatchProgress): BatchProgress['state'] | 'healthy' {
  const isDone = state.kind === 'interval' || state.kind === 'finished';
  return isDone && healthy >= total ? 'healthy' : state;
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
