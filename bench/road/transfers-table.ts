import { mean, median } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import { OURS } from './programs.ts';
import type { Scenario, Transferred } from './transfers.ts';
import { lineSeconds } from './transfers.ts';

const MOST_TIMES_LINE = 1.15;
const MOST_TIMES_SENT = 1.5;

/** Formats the runs of one direction on one road. */
export function transfersTable(scenario: Scenario): string {
  const line = lineSeconds(scenario.bytes, scenario.road.weather);
  return table(
    ['', 'seconds', '× the line', 'times sent', 'connections', 'cut', 'ended as'],
    Object.entries(scenario.runs).map(([name, runs]) => {
      // How long it took to fail compares with nothing.
      const isComplete = runs.every((run) => run.isComplete);
      const seconds = isComplete ? medianOf(runs, (run) => run.seconds) : NaN;
      return [
        ...[name, seconds, `${rounded(seconds / line)} ×`, timesSent(scenario, runs)],
        medianOf(runs, ({ traffic }) => traffic.connections),
        ...[medianOf(runs, ({ traffic }) => traffic.cut), endOf(runs)],
      ];
    }),
  );
}

/** Formats the goals, and whether this action reaches them. */
export function transferVerdicts(scenarios: readonly Scenario[]): string {
  return table(
    ['', 'target', 'measured', ''],
    scenarios.map((scenario) => {
      const { bytes, direction, road, runs } = scenario;
      const ours = runs[OURS] ?? [];
      const what = `${direction}, ${road.name}`;
      const isComplete = ours.every((run) => run.isComplete);
      if (road.weather.cut) {
        const sent = timesSent(scenario, ours);
        const isReached = isComplete && sent <= MOST_TIMES_SENT;
        return [
          ...[`times sent: ${what}`, `≤ ${MOST_TIMES_SENT}`, rounded(sent)],
          verdict(isReached),
        ];
      }
      const times = medianOf(ours, (run) => run.seconds) / lineSeconds(bytes, road.weather);
      const isReached = isComplete && times <= MOST_TIMES_LINE;
      return [
        ...[`time: ${what}`, `≤ ${MOST_TIMES_LINE} × the line`, `${rounded(times)} ×`],
        verdict(isReached),
      ];
    }),
  );
}

/** Formats this action's times on roads where nothing else was measured. */
export function calmTable(scenarios: readonly Scenario[]): string {
  return table(
    ['', 'seconds', '× the line'],
    scenarios.map(({ bytes, direction, road, runs }) => {
      const seconds = medianOf(runs[OURS] ?? [], (run) => run.seconds);
      return [direction, seconds, `${rounded(seconds / lineSeconds(bytes, road.weather))} ×`];
    }),
  );
}

function medianOf(runs: readonly Transferred[], pick: (run: Transferred) => number): number {
  return median(runs.map(pick));
}

/** How often a byte was sent, on average of the bytes and of the runs. */
function timesSent({ bytes, direction }: Scenario, runs: readonly Transferred[]): number {
  const sent = runs.map(({ traffic }) =>
    direction === 'upload' ? traffic.sent : traffic.answered,
  );
  return mean(sent) / bytes;
}

function endOf(runs: readonly Transferred[]): string {
  const complete = runs.filter(({ isComplete }) => isComplete).length;
  if (complete === runs.length) return 'complete';
  const isOver = runs.some(({ isComplete }) => isComplete === undefined);
  const failure = isOver ? 'did not finish' : 'failed';
  return complete === 0 ? failure : `${failure}, ${complete} of ${runs.length} complete`;
}
