import { appendFileSync } from 'node:fs';
import type { Evidence } from './evidence.ts';
import { openLive } from './live.ts';
import { HELP, parseOptions } from './options.ts';
import type { LiveOptions } from './options.ts';
import { readOfficialFields } from './recording/model.ts';
import { readRecording, writeRecording } from './recording/recording.ts';
import { makeReport } from './report.ts';
import { runChecks } from './run-checks.ts';
import { formatReport, toJson } from './table.ts';
import { openTools } from './tools.ts';

try {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options) process.exitCode = await main(options);
  else console.log(HELP);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
// Idle connections must not keep the process alive.
process.stdout.write('', () => process.exit());

/** Resolves to the exit code: 1 if an assumption does not hold, or something failed. */
async function main(options: LiveOptions): Promise<number> {
  const evidence = options.recording ? readRecording(options.recording) : await runLive(options);
  const report = makeReport(evidence);
  console.log(options.json ? toJson(report) : formatReport(report));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, formatReport(report));
  const isAsAssumed = report.rows.every(({ finding }) => finding?.holds !== false);
  return isAsAssumed && report.problems.length === 0 ? 0 : 1;
}

async function runLive(options: LiveOptions): Promise<Evidence> {
  const live = await openLive(options, await openTools(options));
  const evidence = await runChecks(live);
  if (options.record) {
    const source = `npm run live, ${new Date().toISOString().slice(0, 10)}`;
    writeRecording(options.record, evidence, { source, expected: {} }, readOfficialFields);
    console.error(`The recording is in ${options.record}. Read it before you publish it.`);
  }
  return evidence;
}
