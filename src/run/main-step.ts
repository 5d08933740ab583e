import { collectSecrets } from '../github/credentials.ts';
import type { DeploymentRecord } from '../github/deployment-record.ts';
import { beginRecord, endUnfinishedRecord } from '../github/deployment-record.ts';
import { describeIdentity } from '../github/read-identity.ts';
import type { Log } from '../github/log.ts';
import { createLog } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import { setOutputs } from '../github/outputs.ts';
import type { InputName, Inputs } from '../github/inputs/input-declarations.ts';
import { InputsError } from '../github/inputs/input-errors.ts';
import { readProxies } from '../github/proxy-env.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import { readInputs } from '../github/inputs/read-inputs.ts';
import { markMain, readState } from '../github/step-state.ts';
import type { StepTemplate } from '../report/step-snippet.ts';
import { MINIMAL_TEMPLATE } from '../report/step-snippet.ts';
import { createStepTemplate, withDeploymentId } from './step-template.ts';
import { writeSummary } from '../github/job-summary.ts';
import { readWorkflowRun } from '../github/workflow-run.ts';
import { endRecord, canContinue, waitForRecordId } from './finish-deployment.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { connectIdentity } from './connect-identity.ts';
import { assertDownloadPath } from '../operations/files/save-download.ts';
import { describeStepEnd, describeError } from '../report/error-outcome.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Outcome } from '../report/outcome.ts';
import { isSuccess } from '../report/outcome.ts';
import { runDryRun } from '../operations/dry-run.ts';
import { announceOutcome } from '../report/annotate.ts';
import type { RunRecord } from '../report/run-record.ts';
import { createRunRecord, setOutput } from '../report/run-record.ts';
import { renderSummary } from '../report/summary/render-summary.ts';
import type { SummaryInput } from '../report/summary/summary-input.ts';
import { OPERATIONS } from '../operations/registry.ts';
import type { PendingRevert } from '../operations/tem/pending-revert.ts';
import { readPendingRevert } from '../operations/tem/pending-revert.ts';
import { finishPendingRevert } from '../operations/tem/finish-pending-revert.ts';
import type { CommonInputs } from './operation-context.ts';
import { createOperationContext } from './operation-context.ts';
import { ApiResponseError } from '../tencent/api-errors.ts';
import type { Runtime } from './runtime.ts';

type OperationName = keyof typeof OPERATIONS;
type Read = ReadInputs<OperationName>;

/** How long `post` may take to confirm what a cancelled step began. */
const POST_TIMEOUT_MS = 3 * 60_000;

/** The step itself. Resolves to the exit code; whatever happens, outputs and summary are written. */
export async function runMain(runtime: Runtime): Promise<number> {
  const log = createLog(runtime.core);
  const startedAt = runtime.clock.now();
  const run: Run = { log, startedAt, ...createEmptySummary(), record: undefined, isTold: false };
  try {
    markMain(runtime.core);
    return await runStep(runtime, run);
  } catch (error) {
    if (!(error instanceof InputsError)) return finish(runtime, run, describeError(error));
    log.error('Wrong inputs', error.message);
    return finish(runtime, { ...run, isTold: true }, describeError(error));
  }
}

async function runStep(runtime: Runtime, run: Run): Promise<number> {
  const read = readStepInputs(runtime, run.log);
  const { timeout } = read.inputs as unknown as CommonInputs;
  const record = beginRecord(runtime, run.log, read.inputs);
  const identity = connectIdentity(runtime, run.log, read);
  const context = createOperationContext(runtime, run.log, read, identity, timeout);
  const ended = await attempt(read, context, identity, timeout);
  identity.close();
  if (ended.status !== 'cancelled') context.save(undefined);
  const template = createStepTemplate(runtime.env, read.identity);
  return finish(runtime, { ...run, ...read, report: context.report, template, record }, ended);
}

/** After the job: finishes what a cancelled step could not; makes no call otherwise. */
export async function runPost(runtime: Runtime): Promise<number> {
  const pending = readPendingRevert(readState(runtime.core)?.pending);
  const log = createLog(runtime.core);
  const exitCode = pending ? await runRevert(runtime, log, pending) : 0;
  await endUnfinishedRecord(runtime, log);
  return exitCode;
}

async function runRevert(runtime: Runtime, log: Log, pending: PendingRevert): Promise<number> {
  const startedAt = runtime.clock.now();
  const { ended, ...run } = await finishPending(runtime, log, pending);
  const isSettled = ended.status === 'reverted';
  const now = runtime.clock.now();
  const took = now - startedAt;
  announceOutcome(log, ended, { isGreen: isSettled, took, template: run.template });
  await summarize(runtime, run, { outcome: ended, isSuccess: isSettled, now, took });
  return isSettled ? 0 : 1;
}

type Settled = Summarized & { readonly ended: Outcome };

async function finishPending(runtime: Runtime, log: Log, pending: PendingRevert): Promise<Settled> {
  let run: Summarized = createEmptySummary();
  try {
    const read = readStepInputs(runtime, log);
    const identity = connectIdentity(runtime, log, read);
    const context = createOperationContext(runtime, log, read, identity, POST_TIMEOUT_MS);
    const template = createStepTemplate(runtime.env, read.identity);
    run = { ...read, report: context.report, template };
    try {
      await identify(read, context, identity);
      return { ...run, ended: await finishPendingRevert(context, pending) };
    } finally {
      identity.close();
    }
  } catch (error) {
    return { ...run, ended: describeError(error) };
  }
}

/** Says who the step is to the cloud, once it is that. */
async function identify(
  read: Read,
  context: OperationContext,
  identity: ConnectedIdentity,
): Promise<void> {
  const expiresAt = await identity.connect(context.cancelSignal);
  context.log.stage('Credentials', describeIdentity(read.identity, expiresAt));
}

/** The inputs; masks their secrets first. Throws an InputsError that says all that is wrong. */
function readStepInputs(runtime: Runtime, log: Log): Read {
  const secrets = [...collectSecrets(runtime.env), ...readProxies(runtime.env).secrets];
  secrets.forEach(createMask(runtime.core));
  const read = readInputs(runtime.env, OPERATIONS);
  read.warnings.forEach((warning) => {
    log.warning('Input without effect', warning);
  });
  return read;
}

async function attempt(
  read: Read,
  context: OperationContext,
  identity: ConnectedIdentity,
  timeout: number,
): Promise<Outcome> {
  try {
    await assertDownloadPath(context, read.inputs);
    await identify(read, context, identity);
    const { plan, run } = OPERATIONS[read.operation];
    const inputs = read.inputs as never;
    return await (read.inputs.dryRun
      ? runDryRun(context, () => plan(inputs, context))
      : run(inputs, context));
  } catch (error) {
    if (error instanceof ApiResponseError) setOutput(context.report, 'request-id', error.requestId);
    const limits = { ...context, deadlineSignal: context.transfer.signal };
    return describeStepEnd(error, limits, timeout);
  }
}

/** What a summary tells of a step, as far as it came. */
interface Summarized {
  /** '' where the inputs did not tell. */
  readonly operation: string;
  readonly inputs: Partial<Inputs<InputName>>;
  readonly report: RunRecord;
  readonly template: StepTemplate;
}

function createEmptySummary(): Summarized {
  return { operation: '', inputs: {}, report: createRunRecord(), template: MINIMAL_TEMPLATE };
}

/** A step that ends. */
interface Run extends Summarized {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** `undefined` where GitHub is to keep none. */
  readonly record: DeploymentRecord | undefined;
  /** True where the log has said it all. */
  readonly isTold: boolean;
}

async function finish(runtime: Runtime, run: Run, ended: Outcome): Promise<number> {
  const { inputs, isTold, log, operation, record, report, startedAt } = run;
  const now = runtime.clock.now();
  const took = now - startedAt;
  const green = isSuccess(ended.status, operation);
  const deploymentId = await waitForRecordId(record, runtime.clock, ended.status);
  const isToGoOn = deploymentId !== '' && canContinue(ended.status);
  const template = isToGoOn ? withDeploymentId(run.template, deploymentId) : run.template;
  setOutput(report, 'github-deployment-id', deploymentId);
  setOutput(report, 'status', ended.status);
  setOutput(report, 'duration-seconds', String(Math.round(took / 1000)));
  setOutput(report, 'result', buildResultJson(report, inputs.maskDownloadUrl === true));
  setOutputs(runtime.core, report.outputs);
  if (!isTold) announceOutcome(log, ended, { isGreen: green, took, template });
  await summarize(runtime, { ...run, template }, { outcome: ended, isSuccess: green, now, took });
  await endRecord(record, ended, green);
  return green ? 0 : 1;
}

type Ended = Pick<SummaryInput, 'outcome' | 'isSuccess' | 'now' | 'took'>;

async function summarize(runtime: Runtime, ended: Summarized, how: Ended): Promise<void> {
  const { inputs, operation, report, template } = ended;
  if (inputs.summary === false) return;
  const run = readWorkflowRun(runtime.env);
  await writeSummary(
    runtime.core,
    renderSummary(report, { operation, inputs, run, template, ...how }),
  );
}

/** All outputs as JSON; a masked URL would make the runner drop the whole of it. */
function buildResultJson({ outputs }: RunRecord, isMasked: boolean): string {
  const entries = Object.entries(outputs).filter(
    ([name]) => !(isMasked && name === 'download-url'),
  );
  return JSON.stringify(Object.fromEntries(entries));
}
