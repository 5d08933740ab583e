import type { Violation } from '../part.ts';
import type { OneCallCloud } from './one-call-cloud.ts';
import type { OneCallScenario } from './one-call-scenario.ts';

/** What the step said, and when it ended: ms since the beginning. */
export interface OneCallEnd {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly endedAt: number;
  readonly took: number;
}

const SUCCESSES = ['succeeded', 'started', 'planned'];
/** A change that hangs is waited for, in ms. */
const LATE_MS = 110_000;

export function judgeOneCall(
  scenario: OneCallScenario,
  cloud: OneCallCloud,
  end: OneCallEnd,
): Violation[] {
  const { cancelAt, dryRun, timeout } = scenario;
  const { status = '' } = end.outputs;
  const isSuccess = SUCCESSES.includes(status);
  const cancelled = cancelAt === null ? Infinity : cancelAt * 1000 + 6_000;
  const found: Violation[] = [];
  const add = (property: string, text: string) => found.push({ property, text });
  if ((end.exitCode === 0) !== isSuccess) add('exit-code', `${end.exitCode} as ${status}`);
  if (end.took > Math.min(timeout * 1000 + LATE_MS, cancelled)) add('late', `${end.took} ms`);
  if (end.lines.some((line) => /error in the action itself|[:(] *$/.test(line))) {
    add('empty-text', end.lines.at(-1) ?? '');
  }
  if (dryRun && cloud.actions.includes('CreateResultDownload')) add('plan-changed', 'a download');
  const lie = status === 'succeeded' ? findLie(scenario, cloud, end) : undefined;
  if (lie) add('false-success', lie);
  const expected = findExpected(scenario);
  if (expected && status !== expected) {
    add(
      'good-failed',
      `${status}: ${end.lines.findLast((line) => line.startsWith('error')) ?? ''}`,
    );
  }
  return found;
}

function findLie(
  { operation }: OneCallScenario,
  cloud: OneCallCloud,
  { endedAt, outputs }: OneCallEnd,
): string | undefined {
  if (operation === 'scf-code-url') return outputs['download-url'] ? undefined : 'no address';
  const download = cloud.downloads.find(({ id }) => id === outputs['download-id']);
  if (!download) return `there is no download ${outputs['download-id'] ?? ''}`;
  const path = cloud.pathAt(download, endedAt);
  return path !== '' && path === outputs['download-uri'] ? undefined : `the path is "${path}"`;
}

/** The status that a step must end with; undefined where others are right as well. */
function findExpected(scenario: OneCallScenario): string | undefined {
  const { attaches, busySeconds, cancelAt, dryRun, faults, operation, outcome } = scenario;
  const isDlc = operation === 'dlc-result-download';
  if (cancelAt !== null || scenario.timeout < 1800) return undefined;
  const starts = faults.filter(({ call }) => call === 'start');
  const hasStarted = isDlc && !attaches;
  // Before the first answer a refusal may mean that there is no such thing.
  const isRefused = faults.some(
    ({ call, kind }) => kind === 'unexpected-code' && (call === 'start' || !hasStarted),
  );
  const refusals = faults.filter(({ kind }) => kind === 'unexpected-code');
  // A refusal of reads that lasts for a minute is an end.
  const isLasting = countCalls(refusals) > 2;
  const tries = countCalls(starts);
  if (isRefused || isLasting || (hasStarted && tries > 3)) return undefined;
  if (dryRun) return isDlc || faults.length === 0 ? 'planned' : undefined;
  if (busySeconds > 600) return isDlc && !scenario.wait ? 'started' : 'timed-out';
  if (!isDlc) return 'succeeded';
  if (!scenario.wait) return 'started';
  return outcome === 'success' && scenario.pathLate < 20 ? 'succeeded' : 'failed';
}

function countCalls(faults: OneCallScenario['faults']): number {
  return faults.reduce((sum, { count }) => sum + count, 0);
}
