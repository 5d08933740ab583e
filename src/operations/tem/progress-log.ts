import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Strategy } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { OperationContext } from '../operation.ts';
import type { ObserveState } from '../poll.ts';
import { HEARTBEAT_INTERVAL_MS } from '../poll.ts';
import type { StrategyInputs } from './tem-declarations.ts';
import type { Text } from '../../text/message.ts';
import { durationText, instancesText, joinTexts, message } from '../../text/message.ts';

/** Logs changes, and once a minute that nothing has changed. */
export interface ProgressLog {
  /** `hasHeartbeat`: false if something else logs that nothing has changed. */
  readonly logBatches: (rows: readonly BatchProgress[], hasHeartbeat?: boolean) => void;
  readonly log: (subject: Text, state: Text, detail: Text) => void;
  /** Logs a failed read: the first one, each new reason, and one a minute. */
  readonly observeFailure: ObserveState;
  /** Logs the stage of the verification that is in progress. */
  readonly observeStage: ObserveState;
  /** Starts over, to log another rollout. */
  readonly restart: () => void;
}

/** What else is logged, besides the batches by their positions. */
const READ = 'read';
const STAGE = 'stage';

/** The instances of a batch are logged no more often than this, however often they are read. */
const PROGRESS_INTERVAL_MS = 5_000;

/** Creates a progress log. Its times count from the start of the step. */
export function createProgressLog({
  clock,
  log,
  startedAt,
}: Pick<OperationContext, 'clock' | 'log' | 'startedAt'>): ProgressLog {
  /** What was last logged, and when, by subject. */
  const logged = new Map<string, { readonly state: string; readonly at: number }>();
  let lastLine = clock.now();

  const isHeartbeatDue = () => clock.now() - lastLine >= HEARTBEAT_INTERVAL_MS;
  const startLine = () => {
    lastLine = clock.now();
    return lastLine - startedAt;
  };

  const observeAs =
    (subject: string): ObserveState =>
    (state, logState) => {
      const isNew = logged.get(subject)?.state !== state;
      logged.set(subject, { state, at: clock.now() });
      if (!isNew && !isHeartbeatDue()) return;
      lastLine = clock.now();
      logState();
    };

  return {
    logBatches(rows, hasHeartbeat = true) {
      const now = clock.now();
      logged.delete(READ);
      for (const row of rows) {
        const subject = `${row.position}/${row.of}`;
        const columns = formatColumns(row, now);
        const key = getStateKey(row);
        const state = key + getProgressKey(row);
        const last = logged.get(subject);
        if (!columns || last?.state === state) continue;
        const isProgress = last?.state.startsWith(key) === true;
        if (isProgress && now - last.at < PROGRESS_INTERVAL_MS) continue;
        logged.set(subject, { state, at: now });
        log.event(startLine(), formatBatchName(row), ...columns);
      }
      if (hasHeartbeat && isHeartbeatDue()) log.event(startLine(), ...formatHeartbeat(rows, now));
    },
    observeFailure: observeAs(READ),
    observeStage: observeAs(STAGE),
    log(subject, state, detail) {
      log.event(startLine(), subject, state, '', detail);
    },
    restart() {
      logged.clear();
      lastLine = clock.now();
    },
  };
}

/**
 * Returns what is logged at once when it changes. A countdown changes all the time and does not
 * count, and a healthy batch stays healthy after its pause. It uses data and not texts, so that
 * wording cannot change what is logged.
 */
function getStateKey({ state, healthy, total }: BatchProgress): string {
  const isDone = state.kind === 'interval' || state.kind === 'finished';
  const shown = isDone && healthy >= total ? 'healthy' : state;
  return JSON.stringify([shown, healthy >= total, total]);
}

/** Returns what may change with every instance. */
function getProgressKey({ healthy, trouble, missing, isFailing }: BatchProgress): string {
  return JSON.stringify([healthy, trouble, missing, isFailing]);
}

/**
 * Formats the batch in progress; between batches the last one that ran, before the first one the
 * whole rollout.
 */
function formatHeartbeat(rows: readonly BatchProgress[], now: number): [Text, Text, string, Text] {
  const begun = rows.filter(({ state }) => state.kind !== 'not-started');
  const row = begun.find(({ state }) => state.kind !== 'finished') ?? begun.at(-1);
  const columns = row && formatColumns(row, now);
  return columns
    ? [formatBatchName(row), ...columns]
    : [message('rollout.whole'), message('rollout.not-started'), '', ''];
}

/** Formats state, count and note; `undefined` for a batch that has not begun. */
function formatColumns(row: BatchProgress, now: number): [Text, string, Text] | undefined {
  const count = `${row.healthy}/${row.total}`;
  switch (row.state.kind) {
    case 'not-started':
      return undefined;
    case 'deploying':
      return [
        message(row.position === 'revert' ? 'rollout.in-progress' : 'rollout.deploying'),
        count,
        formatMissing(row) || row.note,
      ];
    case 'interval':
      return [describeDone(row, 'rollout.deployed'), count, row.note || formatNextStart(row, now)];
    case 'waiting':
      return [message('rollout.paused'), count, row.note || message('rollout.for-confirmation')];
    case 'finished':
      return [describeDone(row, 'rollout.not-healthy'), count, formatMissing(row) || row.note];
    case 'unknown':
      return [row.state.word || message('rollout.no-status'), count, row.note];
  }
}

/**
 * Returns the state of a batch that TEM has finished; `usual` if its pods are neither healthy nor
 * failing.
 */
function describeDone(
  { healthy, total, isFailing }: BatchProgress,
  usual: 'rollout.deployed' | 'rollout.not-healthy',
): Text {
  if (healthy >= total) return message('rollout.healthy');
  return message(isFailing ? 'rollout.failed' : usual);
}

function formatMissing({ missing = 0 }: BatchProgress): Text {
  return missing > 0 ? message('rollout.missing', { count: missing }) : '';
}

function formatNextStart({ nextStart }: BatchProgress, now: number): Text {
  if (!nextStart || nextStart <= now) return '';
  return message('rollout.next-batch-in', { time: durationText(nextStart - now) });
}

/** Formats a target: "app-shop0001 in en-prod0001 (ap-guangzhou)". */
export function formatTarget(
  { applicationId: application, environmentId: environment }: TemTarget,
  region: string,
): Text {
  return message('rollout.target', { application, environment, region });
}

const TYPES: readonly Text[] = ['AUTO', 'MANUAL', 'BETA', message('rollout.first-release')];

/** Formats a strategy: "BETA: 1 instance, then 2 batches, 60 s apart"; '' if nothing is known. */
export function formatStrategy(strategy: Strategy | undefined): Text {
  if (strategy?.type === undefined) return '';
  const { batchInterval, type } = strategy;
  const name = TYPES[type] ?? message('rollout.strategy-type', { type });
  const interval = batchInterval ? durationText(batchInterval * 1000) : '';
  const apart = interval === '' ? '' : message('rollout.apart', { interval });
  return joinTexts('colon', name, joinTexts('comma', formatDivision(strategy), apart));
}

/** Formats the number of batches, and the beta batch before them. */
function formatDivision({ betaBatchNum, totalBatchCount: count = 0, type }: Strategy): Text {
  const batches = count > 0 ? message('rollout.batches', { count }) : '';
  if (type !== BETA || !betaBatchNum) return batches;
  const beta = instancesText(betaBatchNum);
  return batches === ''
    ? message('rollout.beta-only', { beta })
    : message('rollout.beta-then', { beta, batches });
}

const BETA = TYPES.indexOf('BETA');

/** Formats the strategy of the inputs in the same way; '' if they leave it to TEM. */
export function formatPlannedStrategy(inputs: Partial<StrategyInputs>): Text {
  const type = TYPES.findIndex((name) => name === inputs.deployStrategy);
  return formatStrategy({
    type: type < 0 ? undefined : type,
    totalBatchCount: inputs.totalBatchCount,
    betaBatchNum: inputs.betaBatchNum,
    batchInterval: inputs.batchInterval,
  });
}
