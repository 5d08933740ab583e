import { maskCredentials } from './action/credentials.ts';
import { describeIdentity } from './action/identity-words.ts';
import type { Log } from './action/log.ts';
import { createLog } from './action/log.ts';
import { createMask } from './action/mask.ts';
import { setOutputs } from './action/outputs.ts';
import { InputsError } from './action/problems.ts';
import { readProxies } from './action/proxies.ts';
import type { ReadInputs } from './action/read-inputs.ts';
import { readInputs } from './action/read-inputs.ts';
import { markMain, readState } from './action/state.ts';
import { writeSummary } from './action/summary.ts';
import type { ConnectedIdentity } from './identity.ts';
import { connectIdentity } from './identity.ts';
import { describeFailure } from './operations/failure.ts';
import type { Step } from './operations/operation.ts';
import type { Outcome } from './operations/outcome.ts';
import { isGreen, outcome } from './operations/outcome.ts';
import { tellOutcome } from './operations/render.ts';
import type { Report } from './operations/report.ts';
import { note } from './operations/report.ts';
import { summaryOf } from './operations/summary.ts';
import { OPERATIONS } from './operations/table.ts';
import { readPendingRevert } from './operations/tem/pending.ts';
import { settleRevert } from './operations/tem/settle.ts';
import type { CommonInputs } from './step.ts';
import { createStep } from './step.ts';
import { CloudError } from './tencent/errors.ts';
import type { World } from './world.ts';

type OperationName = keyof typeof OPERATIONS;
type Read = ReadInputs<OperationName>;

/** How long `post` may take to confirm what a cancelled step began. */
const SETTLE_MS = 3 * 60_000;

/** The step itself. Resolves to the exit code; whatever happens, outputs and summary are written. */
export async function runMain(world: World): Promise<number> {
  const log = createLog(world.core);
  markMain(world.core);
  const read = readOrTell(world, log);
  if (!read) return 1;
  const { timeout } = read.inputs as unknown as CommonInputs;
  const identity = connectIdentity(world, log, read);
  const step = createStep(world, log, read, identity, timeout);
  const ended = await attempt(read, step, identity);
  identity.close();
  return finish(world, step, read, ended);
}

/** After the job: finishes the revert that a cancelled step could not; makes no call otherwise. */
export async function runPost(world: World): Promise<number> {
  const pending = readPendingRevert(readState(world.core)?.pending);
  if (!pending) return 0;
  const log = createLog(world.core);
  const read = readOrTell(world, log);
  if (!read) return 1;
  const identity = connectIdentity(world, log, read);
  const step = createStep(world, log, read, identity, SETTLE_MS);
  const ended = await settle(read, step, identity, pending);
  identity.close();
  const isSettled = ended.status === 'reverted';
  tellOutcome(log, ended, isSettled, step.clock.now() - step.startedAt);
  return isSettled ? 0 : 1;
}

async function settle(
  read: Read,
  step: Step,
  identity: ConnectedIdentity,
  pending: Parameters<typeof settleRevert>[1],
): Promise<Outcome> {
  try {
    await identify(read, step, identity);
    return await settleRevert(step, pending);
  } catch (error) {
    return describeFailure(error);
  }
}

/** Says who the step is to the cloud, once it is that. */
async function identify(read: Read, step: Step, identity: ConnectedIdentity): Promise<void> {
  const expiresAt = await identity.connect(step.signal);
  step.log.stage('Credentials', describeIdentity(read.identity, expiresAt));
}

/** The inputs; where they are wrong, everything that is wrong with them is said at once. */
function readOrTell(world: World, log: Log): Read | undefined {
  try {
    readProxies(world.env).secrets.forEach(createMask(world.core));
    const read = readInputs(world.env, OPERATIONS);
    if ('secretId' in read.identity.base) maskCredentials(world.core, read.identity.base);
    read.warnings.forEach((warning) => {
      log.warning('Input without effect', warning);
    });
    return read;
  } catch (error) {
    if (!(error instanceof InputsError)) throw error;
    log.error('Wrong inputs', error.message);
    setOutputs(world.core, { status: 'failed' });
    return undefined;
  }
}

async function attempt(read: Read, step: Step, identity: ConnectedIdentity): Promise<Outcome> {
  try {
    await identify(read, step, identity);
    return await OPERATIONS[read.operation].run(read.inputs as never, step);
  } catch (error) {
    if (step.signal.aborted) return outcome('cancelled', 'the job was cancelled');
    if (error instanceof CloudError) note(step.report, 'request-id', error.requestId);
    return describeFailure(error);
  }
}

async function finish(world: World, step: Step, read: Read, ended: Outcome): Promise<number> {
  const { clock, log, report, startedAt } = step;
  const { summary } = read.inputs as unknown as CommonInputs;
  const isMasked = read.inputs.maskDownloadUrl === true;
  const now = clock.now();
  const took = now - startedAt;
  if (ended.status !== 'cancelled') step.save(undefined);
  const green = isGreen(ended.status, read.operation);
  note(report, 'status', ended.status);
  note(report, 'duration-seconds', String(Math.round(took / 1000)));
  note(report, 'result', resultOf(report, isMasked));
  setOutputs(world.core, report.outputs);
  tellOutcome(log, ended, green, took);
  if (summary) {
    const facts = { operation: read.operation, outcome: ended, isGreen: green, now, took };
    await writeSummary(world.core, summaryOf(report, facts));
  }
  return green ? 0 : 1;
}

/** All outputs as JSON; a masked URL would make the runner drop the whole of it. */
function resultOf({ outputs }: Report, isMasked: boolean): string {
  const entries = Object.entries(outputs).filter(
    ([name]) => !(isMasked && name === 'download-url'),
  );
  return JSON.stringify(Object.fromEntries(entries));
}
