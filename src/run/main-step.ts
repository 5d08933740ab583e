import { givenKeys } from '../github/credentials.ts';
import type { DeploymentRecord } from '../github/deployment-record.ts';
import { beginRecord, failUnfinished } from '../github/deployment-record.ts';
import { describeIdentity } from '../github/read-identity.ts';
import type { Log } from '../github/log.ts';
import { createLog } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import { setOutputs } from '../github/outputs.ts';
import { InputsError } from '../github/inputs/input-errors.ts';
import { readProxies } from '../github/proxy-env.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import { readInputs } from '../github/inputs/read-inputs.ts';
import { markMain, readState } from '../github/step-state.ts';
import type { StepTemplate } from '../report/step-snippet.ts';
import { BARE_TEMPLATE, recordingOn, stepTemplate } from '../report/step-snippet.ts';
import { writeSummary } from '../github/job-summary.ts';
import { readWorkflowRun } from '../github/workflow-run.ts';
import { endRecord, mayGoOn, recordId } from './finish-deployment.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { connectIdentity } from './connect-identity.ts';
import { guardTarget } from '../operations/files/save-download.ts';
import { describeEnd, describeFailure } from '../report/error-outcome.ts';
import type { Step } from '../operations/operation.ts';
import type { Outcome } from '../report/outcome.ts';
import { isGreen, outcome } from '../report/outcome.ts';
import { planned } from '../operations/dry-run.ts';
import { tellOutcome } from '../report/annotate.ts';
import type { Report } from '../report/run-record.ts';
import { emptyReport, note } from '../report/run-record.ts';
import { summaryOf } from '../report/summary/render-summary.ts';
import type { SummaryFacts } from '../report/summary/target-overview.ts';
import { OPERATIONS } from '../operations/registry.ts';
import type { PendingRevert } from '../operations/tem/pending-revert.ts';
import { readPendingRevert } from '../operations/tem/pending-revert.ts';
import { settleRevert } from '../operations/tem/finish-pending-revert.ts';
import type { CommonInputs } from './operation-context.ts';
import { createStep } from './operation-context.ts';
import { CloudError } from '../tencent/api-errors.ts';
import type { World } from './runtime.ts';

type OperationName = keyof typeof OPERATIONS;
type Read = ReadInputs<OperationName>;

/** How long `post` may take to confirm what a cancelled step began. */
const SETTLE_MS = 3 * 60_000;

/** The step itself. Resolves to the exit code; whatever happens, outputs and summary are written. */
export async function runMain(world: World): Promise<number> {
  const log = createLog(world.core);
  const startedAt = world.clock.now();
  const run: Run = { log, startedAt, ...nothingYet(), record: undefined, isTold: false };
  try {
    markMain(world.core);
    return await runStep(world, run);
  } catch (error) {
    if (!(error instanceof InputsError)) return finish(world, run, describeFailure(error));
    log.error('Wrong inputs', error.message);
    return finish(world, { ...run, isTold: true }, wrongInputs(error));
  }
}

async function runStep(world: World, run: Run): Promise<number> {
  const read = readStep(world, run.log);
  const { timeout } = read.inputs as unknown as CommonInputs;
  const record = beginRecord(world, run.log, read.inputs);
  const identity = connectIdentity(world, run.log, read);
  const step = createStep(world, run.log, read, identity, timeout);
  const ended = await attempt(read, step, identity, timeout);
  identity.close();
  if (ended.status !== 'cancelled') step.save(undefined);
  const template = stepTemplate(world.env, read.identity);
  return finish(world, { ...run, ...read, report: step.report, template, record }, ended);
}

/** After the job: finishes what a cancelled step could not; makes no call otherwise. */
export async function runPost(world: World): Promise<number> {
  const pending = readPendingRevert(readState(world.core)?.pending);
  const log = createLog(world.core);
  const exitCode = pending ? await runRevert(world, log, pending) : 0;
  await failUnfinished(world, log);
  return exitCode;
}

async function runRevert(world: World, log: Log, pending: PendingRevert): Promise<number> {
  const startedAt = world.clock.now();
  const { ended, ...run } = await settle(world, log, pending);
  const isSettled = ended.status === 'reverted';
  const now = world.clock.now();
  const took = now - startedAt;
  tellOutcome(log, ended, { isGreen: isSettled, took, template: run.template });
  await summarize(world, run, { outcome: ended, isGreen: isSettled, now, took });
  return isSettled ? 0 : 1;
}

type Settled = Summarized & { readonly ended: Outcome };

async function settle(world: World, log: Log, pending: PendingRevert): Promise<Settled> {
  let run: Summarized = nothingYet();
  try {
    const read = readStep(world, log);
    const identity = connectIdentity(world, log, read);
    const step = createStep(world, log, read, identity, SETTLE_MS);
    const template = stepTemplate(world.env, read.identity);
    run = { ...read, report: step.report, template };
    try {
      await identify(read, step, identity);
      return { ...run, ended: await settleRevert(step, pending) };
    } finally {
      identity.close();
    }
  } catch (error) {
    return { ...run, ended: describeFailure(error) };
  }
}

/** Says who the step is to the cloud, once it is that. */
async function identify(read: Read, step: Step, identity: ConnectedIdentity): Promise<void> {
  const expiresAt = await identity.connect(step.signal);
  step.log.stage('Credentials', describeIdentity(read.identity, expiresAt));
}

/** The inputs; masks their secrets first. Throws an InputsError that says all that is wrong. */
function readStep(world: World, log: Log): Read {
  const secrets = [...givenKeys(world.env), ...readProxies(world.env).secrets];
  secrets.forEach(createMask(world.core));
  const read = readInputs(world.env, OPERATIONS);
  read.warnings.forEach((warning) => {
    log.warning('Input without effect', warning);
  });
  return read;
}

function wrongInputs(error: InputsError): Outcome {
  const [headline = '', ...details] = error.message.split('\n');
  return outcome('failed', headline.replace(/:$/, ''), { details });
}

async function attempt(
  read: Read,
  step: Step,
  identity: ConnectedIdentity,
  timeout: number,
): Promise<Outcome> {
  try {
    await guardTarget(step, read.inputs);
    await identify(read, step, identity);
    const { plan, run } = OPERATIONS[read.operation];
    const inputs = read.inputs as never;
    return await (read.inputs.dryRun ? planned(step, () => plan(inputs, step)) : run(inputs, step));
  } catch (error) {
    if (error instanceof CloudError) note(step.report, 'request-id', error.requestId);
    return describeEnd(error, step, timeout);
  }
}

/** What a summary tells of a step, as far as it came. */
interface Summarized {
  /** '' where the inputs did not tell. */
  readonly operation: string;
  readonly inputs: SummaryFacts['inputs'];
  readonly report: Report;
  readonly template: StepTemplate;
}

function nothingYet(): Summarized {
  return { operation: '', inputs: {}, report: emptyReport(), template: BARE_TEMPLATE };
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

async function finish(world: World, run: Run, ended: Outcome): Promise<number> {
  const { inputs, isTold, log, operation, record, report, startedAt } = run;
  const now = world.clock.now();
  const took = now - startedAt;
  const green = isGreen(ended.status, operation);
  const deploymentId = await recordId(record, world.clock, ended.status);
  const isToGoOn = deploymentId !== '' && mayGoOn(ended.status);
  const template = isToGoOn ? recordingOn(run.template, deploymentId) : run.template;
  note(report, 'github-deployment-id', deploymentId);
  note(report, 'status', ended.status);
  note(report, 'duration-seconds', String(Math.round(took / 1000)));
  note(report, 'result', resultOf(report, inputs.maskDownloadUrl === true));
  setOutputs(world.core, report.outputs);
  if (!isTold) tellOutcome(log, ended, { isGreen: green, took, template });
  await summarize(world, { ...run, template }, { outcome: ended, isGreen: green, now, took });
  await endRecord(record, ended, green);
  return green ? 0 : 1;
}

type Ended = Pick<SummaryFacts, 'outcome' | 'isGreen' | 'now' | 'took'>;

async function summarize(world: World, ended: Summarized, how: Ended): Promise<void> {
  const { inputs, operation, report, template } = ended;
  if (inputs.summary === false) return;
  const run = readWorkflowRun(world.env);
  await writeSummary(world.core, summaryOf(report, { operation, inputs, run, template, ...how }));
}

/** All outputs as JSON; a masked URL would make the runner drop the whole of it. */
function resultOf({ outputs }: Report, isMasked: boolean): string {
  const entries = Object.entries(outputs).filter(
    ([name]) => !(isMasked && name === 'download-url'),
  );
  return JSON.stringify(Object.fromEntries(entries));
}
