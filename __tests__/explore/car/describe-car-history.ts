import { START } from '../event-clock.ts';
import type { CarHistory } from './car-world.ts';

/** What happened, in the order of time, and then what the jobs said. */
export function describeCarHistory({ calls, cloud, jobs, scenario }: CarHistory): string[] {
  const acts = cloud.acts.map(({ at, by, effectAt, id, kind }) => ({
    at,
    text: `${by} ${kind} ${id}${effectAt > at ? ` at ${formatSecond(effectAt)}` : ''}`,
  }));
  const sent = calls.map(({ by, code, executedAt, fault = '', id, kind, sentAt, shown }) => {
    const list = Object.entries(shown).map(([version, status]) => `${version} ${status}`);
    const end = executedAt === undefined ? 'not executed' : (code ?? '');
    const what = ['  ', by, kind, id, fault, end, list.join(', ')];
    return { at: executedAt ?? sentAt, text: what.filter(Boolean).join(' ') };
  });
  const events = [...acts, ...sent].sort((a, b) => a.at - b.at);
  return [
    JSON.stringify(scenario),
    ...events.map(({ at, text }) => `${formatSecond(at)} ${text}`),
    ...jobs.flatMap(({ endedAt, exitCode, lines, name, outputs }) => [
      `${formatSecond(endedAt)} ${name} ended with ${exitCode}: ${JSON.stringify(outputs)}`,
      ...lines.map((line) => `    ${line}`),
    ]),
  ];
}

function formatSecond(time: number): string {
  return ((time - START) / 1000).toFixed(1).padStart(7);
}
