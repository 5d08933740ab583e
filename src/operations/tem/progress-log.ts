import type { Log } from '../../github/log.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import { formatDuration, formatInstances } from '../../text/format.ts';
import type { Strategy } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';

/** Tells what changed since it was last told, and once a minute that nothing did. */
export interface ProgressLog {
  logBatches(rows: readonly BatchProgress[], now: number): void;
  log(subject: string, state: string, detail: string, now: number): void;
  /** A look brought nothing: that is told when it begins, when its reason changes, and once a minute. */
  logReadFailure(reason: string, now: number): void;
  /** Begins anew: another rollout is told from here on. */
  restart(now: number): void;
  /** When something new was last seen, in ms since 1970. */
  readonly lastChange: () => number;
}

const HEARTBEAT_INTERVAL_MS = 60_000;
const LOOK = 'look';

/** `startedAt` is the time that the lines count from, in ms since 1970. */
export function createProgressLog(log: Log, startedAt: number, now: number): ProgressLog {
  const told = new Map<string, string>();
  let lastChange = now;
  let lastLine = now;

  const event = (at: number, ...columns: readonly [string, string, string, string]) => {
    log.event(at - startedAt, ...columns);
    lastLine = at;
  };

  const tellRow = (row: BatchProgress, at: number) => {
    const columns = columnsOf(row, at);
    const name = formatBatchName(row);
    if (!columns) return;
    // A countdown changes all the time and is no news.
    const key = JSON.stringify([columns[0], columns[1], row.note]);
    if (told.get(name) === key) return;
    told.set(name, key);
    lastChange = at;
    event(at, name, ...columns);
  };

  return {
    logBatches(rows, at) {
      told.delete(LOOK);
      rows.forEach((row) => {
        tellRow(row, at);
      });
      if (at - lastLine >= HEARTBEAT_INTERVAL_MS) event(at, ...heartbeatOf(rows, at));
    },
    logReadFailure(reason, at) {
      const isNews = told.get(LOOK) !== reason;
      told.set(LOOK, reason);
      if (isNews || at - lastLine >= HEARTBEAT_INTERVAL_MS) {
        event(at, LOOK, 'no answer', '', `looks again: ${reason}`);
      }
    },
    log(subject, state, detail, at) {
      lastChange = at;
      event(at, subject, state, '', detail);
    },
    restart(at) {
      told.clear();
      lastChange = at;
      lastLine = at;
    },
    lastChange: () => lastChange,
  };
}

/** The batch that is under way; between batches the last that ran, before the first the rollout. */
function heartbeatOf(
  rows: readonly BatchProgress[],
  now: number,
): [string, string, string, string] {
  const begun = rows.filter(({ state }) => state.kind !== 'not-started');
  const row = begun.find(({ state }) => state.kind !== 'finished') ?? begun.at(-1);
  const columns = row && columnsOf(row, now);
  return columns ? [formatBatchName(row), ...columns] : ['rollout', 'not started', '', ''];
}

/** State, count and note; a batch that has not begun has nothing to tell. */
function columnsOf(row: BatchProgress, now: number): [string, string, string] | undefined {
  const count = `${row.healthy}/${row.total}`;
  const isHealthy = row.healthy >= row.total;
  switch (row.state.kind) {
    case 'not-started':
      return undefined;
    case 'deploying':
      return ['deploying', count, row.note];
    case 'interval':
      return [isHealthy ? 'healthy' : 'deployed', count, row.note || nextBatch(row, now)];
    case 'waiting':
      return ['waits', count, row.note || 'for confirmation'];
    case 'finished':
      return [isHealthy ? 'healthy' : 'finished', count, row.note];
    case 'unknown':
      return [row.state.word || 'no status', count, row.note];
  }
}

function nextBatch({ nextStart }: BatchProgress, now: number): string {
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
export function formatPlannedStrategy(inputs: {
  readonly deployStrategy?: string | undefined;
  readonly totalBatchCount?: number | undefined;
  readonly betaBatchNum?: number | undefined;
  readonly batchInterval?: number | undefined;
}): string {
  const type = TYPES.findIndex((name) => name === inputs.deployStrategy);
  return formatStrategy({
    type: type < 0 ? undefined : type,
    totalBatchCount: inputs.totalBatchCount,
    betaBatchNum: inputs.betaBatchNum,
    batchInterval: inputs.batchInterval,
  });
}
