import { endUnfinishedRecord } from '../github/deployment-record.ts';
import type { Log } from '../github/log.ts';
import { createLog } from '../github/log.ts';
import { readState } from '../github/step-state.ts';
import type { PendingRevertResult } from '../operations/tem/finish-pending-revert.ts';
import { finishPendingRevert } from '../operations/tem/finish-pending-revert.ts';
import type { PendingRevert } from '../operations/tem/pending-revert.ts';
import { readPendingRevert } from '../operations/tem/pending-revert.ts';
import { describeError } from '../report/error-outcome.ts';
import { connectIdentity } from './connect-identity.ts';
import type { EndedStep } from './finish.ts';
import { createUnreadStep, reportStep } from './finish.ts';
import { createOperationContext } from './operation-context.ts';
import { readStep } from './read-step.ts';
import type { Runtime } from './runtime.ts';
import { createStepTemplate } from './step-template.ts';

/** How long `post` may take to finish what a cancelled step began. */
const POST_TIMEOUT_MS = 3 * 60_000;

/** After the job: finishes what a cancelled step could not; makes no call otherwise. */
export async function runPost(runtime: Runtime): Promise<number> {
  const pending = readPendingRevert(readState(runtime.core)?.pending);
  const log = createLog(runtime.core);
  const exitCode = pending ? await runPendingRevert(runtime, log, pending) : 0;
  await endUnfinishedRecord(runtime, log);
  return exitCode;
}

async function runPendingRevert(
  runtime: Runtime,
  log: Log,
  pending: PendingRevert,
): Promise<number> {
  let step: Omit<EndedStep, 'outcome'> = createUnreadStep(runtime.clock.now());
  let result: PendingRevertResult;
  try {
    // The main step has warned about unused inputs already.
    const { identity, operation, prepared } = readStep(runtime);
    const { startedAt } = step;
    const connected = connectIdentity(runtime, log, identity, prepared.common);
    const limit = { startedAt, timeout: POST_TIMEOUT_MS };
    const context = createOperationContext(runtime, log, connected, limit);
    const template = createStepTemplate(runtime.env, identity);
    const { report } = context;
    step = { startedAt, operation, inputs: prepared.inputs, report, template };
    try {
      await connected.connect(context.cancelSignal);
      result = await finishPendingRevert(context, pending);
    } finally {
      connected.close();
    }
  } catch (error) {
    result = { kind: 'unsettled', outcome: describeError(error) };
  }
  const isSettled = result.kind === 'settled';
  await reportStep(runtime, log, { ...step, outcome: result.outcome }, isSettled);
  return isSettled ? 0 : 1;
}
