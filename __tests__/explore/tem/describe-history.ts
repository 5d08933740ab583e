import type { TemHistory } from './tem-world.ts';

/** What happened, in the order of time: changes, calls, and what the jobs logged at their end. */
export function describeHistory({ calls, cloud, jobs, startedAt }: TemHistory): string[] {
  const entries: { time: number; text: string }[] = [];
  for (const { time, state } of cloud.history) {
    const { current, rollout, expected } = state;
    const words = [`current ${current.id}`, `${rollout.revision.id} ${rollout.phase}`];
    const batch = `batch ${rollout.batchIndex + 1}/${rollout.batches.length}`;
    entries.push({ time, text: `      ${words.join(', ')}, ${batch}, expected ${expected}` });
  }
  for (const { at, by, kind, revisionId, batch } of cloud.changes) {
    const text = `  **  ${by}: ${kind} ${revisionId}${batch === undefined ? '' : ` batch ${batch + 1}`}`;
    entries.push({ time: at, text });
  }
  for (const { by, kind, phase, result, sentAt, viewTime } of calls) {
    const behind = viewTime === undefined ? '' : ` as of ${inSeconds(viewTime - startedAt)}`;
    entries.push({ time: sentAt, text: `      ${by} ${phase} ${kind}${behind} ${result}` });
  }
  for (const { main, name, post, spec } of jobs) {
    if (spec.cancelAt !== null) {
      entries.push({
        time: main.startedAt + spec.cancelAt * 1000,
        text: `  **  ${name} cancelled`,
      });
    }
    const status = `${main.outputs.status ?? 'no status'}, exit code ${main.exitCode}`;
    entries.push({ time: main.endedAt, text: `  **  ${name} ends: ${status}` });
    entries.push({ time: post.endedAt, text: `  **  ${name} post ends: ${post.exitCode}` });
  }
  const lines = entries
    .filter(({ time }) => time > -Infinity)
    .sort((a, b) => a.time - b.time)
    .map(({ time, text }) => `${inSeconds(time - startedAt).padStart(9)} ${text}`);
  const said = jobs.flatMap(({ main, name, post }) => [
    `--- ${name} said:`,
    ...[...main.lines, ...post.lines].flatMap((line) => line.split('\n')),
    ...Object.entries(main.outputs).map(([output, value]) => `${output}=${value}`),
  ]);
  return [...lines, ...said];
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
