import type { Clock } from '../clock.ts';
import { readDeployedRun } from '../github/deployed-commit.ts';
import type { DeploymentRecord } from '../github/deployment-record.ts';
import type { AnyInputs } from '../github/inputs/input-declarations.ts';
import { writeSummary } from '../github/job-summary.ts';
import type { Log } from '../github/log.ts';
import type { Outputs } from '../github/outputs.ts';
import { setOutputs } from '../github/outputs.ts';
import { announceOutcome } from '../report/annotate.ts';
import { describeEndOutputs } from '../report/end-outputs.ts';
import { listEndInstances } from '../report/instances.ts';
import type { Language } from '../text/format-text.ts';
import type { Outcome, Status } from '../report/outcome.ts';
import { isSuccess } from '../report/outcome.ts';
import { createResult } from '../report/result-document.ts';
import type { RunRecord } from '../report/run-record.ts';
import { addOutputs, createRunRecord, setOutput } from '../report/run-record.ts';
import type { StepTemplate } from '../report/step-snippet.ts';
import { MINIMAL_TEMPLATE } from '../report/step-snippet.ts';
import { renderSummary } from '../report/summary/render-summary.ts';
import type { SummaryInput } from '../report/summary/summary-input.ts';
import { getConsoleUrl } from './console-url.ts';
import type { Runtime } from './runtime.ts';
import { withDeploymentId } from './step-template.ts';

/** A step that has ended, and everything that is reported about it. */
export interface EndedStep {
  readonly outcome: Outcome;
  /** When it began, in ms since 1970. */
  readonly startedAt: number;
  /** '' if the inputs could not be read. */
  readonly operation: string;
  readonly inputs: AnyInputs;
  readonly language: Language;
  readonly report: RunRecord;
  readonly template: StepTemplate;
  /** The GitHub Deployment; undefined if none is recorded. */
  readonly record?: DeploymentRecord | undefined;
  /** True if the log contains the outcome already. */
  readonly isAnnounced?: boolean;
}

/** Creates the description of a step whose inputs are not read yet. */
export function createUnreadStep(
  startedAt: number,
  language: Language,
): Omit<EndedStep, 'outcome'> {
  const report = createRunRecord();
  return { startedAt, language, operation: '', inputs: {}, report, template: MINIMAL_TEMPLATE };
}

/** Writes outputs, annotation, summary and GitHub Deployment; resolves to the exit code. */
export async function finishStep(runtime: Runtime, log: Log, ended: EndedStep): Promise<number> {
  const { inputs, isAnnounced = false, language, outcome, operation, record, report } = ended;
  const isGreen = isSuccess(outcome.status, operation);
  const deploymentId = await waitForRecordId(record, runtime.clock, outcome.status);
  const isToContinue = canContinue(outcome.status) && !outcome.isLive;
  const template = isToContinue ? withDeploymentId(ended.template, deploymentId) : ended.template;
  const input = { ...describeStep(runtime, ended), template, outcome, isSuccess: isGreen };
  // Rendered on first use: a dry run needs it for an output, and `summary: false` may not need it.
  let rendered: string | undefined;
  const summary = () => (rendered ??= renderSummary(report, input));
  writeOutputs(runtime, log, report, { deploymentId, input, summary });
  if (!isAnnounced) announceOutcome(log, input);
  if (inputs.summary !== false) await writeSummary(runtime, log, summary(), language);
  await endRecord(record, outcome, isGreen);
  return isGreen ? 0 : 1;
}

/** Reports how a step without outputs ended. */
export async function reportStep(
  runtime: Runtime,
  log: Log,
  ended: EndedStep,
  isGreen: boolean,
): Promise<void> {
  const { inputs, language, outcome, report } = ended;
  const input = { ...describeStep(runtime, ended), outcome, isSuccess: isGreen };
  announceOutcome(log, input);
  if (inputs.summary === false) return;
  await writeSummary(runtime, log, renderSummary(report, input), language);
}

/** Describes the step that ends now, whatever its outcome. */
function describeStep(
  { clock, env }: Runtime,
  { startedAt, operation, inputs, language, template }: Omit<EndedStep, 'outcome'>,
): Omit<SummaryInput, 'outcome' | 'isSuccess'> {
  const now = clock.now();
  const run = readDeployedRun(env);
  const consoleUrl = getConsoleUrl(operation, inputs.endpoint);
  return { operation, inputs, consoleUrl, run, template, language, now, took: now - startedAt };
}

/** What is reported, and the summary, which is rendered when it is first asked for. */
interface Report {
  readonly deploymentId: number | undefined;
  readonly input: SummaryInput;
  readonly summary: () => string;
}

function writeOutputs(
  runtime: Runtime,
  log: Log,
  report: RunRecord,
  { deploymentId, input, summary }: Report,
): void {
  const { outcome, took } = input;
  const instances = listEndInstances(report, outcome);
  const outputs: Outputs = {
    'request-id': outcome.requestId ?? '',
    ...(deploymentId !== undefined && { 'github-deployment-id': deploymentId }),
    status: outcome.status,
    'duration-seconds': Math.round(took / 1000),
    ...describeEndOutputs(report, input, { instances, renderSummary: summary }),
  };
  addOutputs(report, outputs);
  setOutput(report, 'result', JSON.stringify(createResult(report, input, instances)));
  setOutputs(runtime, log, report.outputs);
}

/** How long to wait for the record's ID after a cancel: the runner ends the process soon. */
const RECORD_ID_TIMEOUT_MS = 1_500;

/**
 * Returns the record's ID; `undefined` if there is none, or if it is not known soon enough after a
 * cancel.
 */
export async function waitForRecordId(
  record: DeploymentRecord | undefined,
  clock: Pick<Clock, 'sleep'>,
  status: Status,
): Promise<number | undefined> {
  if (record === undefined) return undefined;
  const { id: known } = record;
  if (status !== 'cancelled') return known;
  const over = new AbortController();
  const timeout = clock.sleep(RECORD_ID_TIMEOUT_MS, over.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([known, timeout]);
  } finally {
    over.abort();
  }
}

/** Returns true if a later step may still complete the rollout and its record. */
export function canContinue(status: Status): boolean {
  return ['waiting', 'started', 'timed-out', 'cancelled'].includes(status);
}

/**
 * Ends the record with the result of the rollout, even if a later download failed. A rollout that
 * continues stays in progress; a cancel is left to `post`.
 */
export async function endRecord(
  record: DeploymentRecord | undefined,
  { headline, isLive = false, status }: Pick<Outcome, 'headline' | 'isLive' | 'status'>,
  isGreen: boolean,
): Promise<void> {
  if (record === undefined || (status === 'cancelled' && !isLive)) return;
  if (status === 'waiting' || status === 'started') return record.leave();
  // A rollback is no success for the deployment that an earlier job began.
  const isGood = (isGreen || isLive) && !(status === 'reverted' && record.isContinued);
  await record.end(isGood ? 'success' : 'failure', headline);
}
