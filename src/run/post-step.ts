import { readCredentials, readCredentialsFrom } from '../github/credentials.ts';
import { endUnfinishedRecord } from '../github/deployment-record.ts';
import { createLog, readLanguage } from '../github/log.ts';
import type { Identity } from '../github/read-identity.ts';
import { withOptionalState } from '../github/step-state.ts';
import type { PendingRevertResult } from '../operations/tem/finish-pending-revert.ts';
import { finishPendingRevert } from '../operations/tem/finish-pending-revert.ts';
import type { PendingRevert } from '../operations/tem/pending-revert.ts';
import { suggestRevert } from '../operations/tem/tem-next-steps.ts';
import { describeError } from '../report/error-outcome.ts';
import { OperationError } from '../report/outcome.ts';
import { createRunRecord } from '../report/run-record.ts';
import { loadTexts } from '../text/format-text.ts';
import { durationText, message } from '../text/message.ts';
import { connectIdentity } from './connect-identity.ts';
import { reportStep } from './finish.ts';
import { maskSecrets } from './mask-secrets.ts';
import { createOperationContext } from './operation-context.ts';
import type { Runtime } from './runtime.ts';
import type { SavedStep, UnfinishedStep } from './saved-step.ts';
import { readUnfinishedStep } from './saved-step.ts';

/** How long `post` may take to finish what a cancelled step began. */
const POST_TIMEOUT_MS = 3 * 60_000;
/** Shorter than usual, so that one read that hangs does not use up that time. */
const POST_READ_TIMEOUT_MS = 10_000;

/** Runs after the job: finishes what a cancelled step could not; otherwise makes no call. */
export async function runPost(outside: Runtime): Promise<number> {
  const language = readLanguage(outside.env);
  await loadTexts(language);
  const log = createLog(outside.core, language);
  const runtime = { ...outside, core: withOptionalState(outside.core, outside.env, log) };
  const unfinished = readUnfinishedStep(runtime.core);
  const exitCode = unfinished ? await runPendingRevert(runtime, unfinished) : 0;
  await endUnfinishedRecord(runtime, log);
  return exitCode;
}

async function runPendingRevert(
  runtime: Runtime,
  { step, pending }: UnfinishedStep,
): Promise<number> {
  const { applicationId, environmentId } = pending;
  const { connection, operation, summary, template } = step;
  const { language } = connection;
  await loadTexts(language);
  const log = createLog(runtime.core, language);
  const startedAt = runtime.clock.now();
  const report = createRunRecord();
  let result: PendingRevertResult;
  try {
    const identity = restoreIdentity(runtime, step, pending);
    const connected = connectIdentity(runtime, log, identity, connection);
    const context = createOperationContext(runtime, log, connected, {
      startedAt,
      deadline: startedAt + POST_TIMEOUT_MS,
      timeLimit: durationText(POST_TIMEOUT_MS),
      readTimeoutMs: POST_READ_TIMEOUT_MS,
      report,
      savedStep: step,
    });
    try {
      await connected.connect(context.cancelSignal);
      result = await finishPendingRevert(context, pending);
    } finally {
      connected.close();
    }
  } catch (error) {
    result = { kind: 'unsettled', outcome: describeError(error) };
  }
  const { outcome } = result;
  const isSettled = result.kind === 'settled';
  const inputs = { region: connection.region, summary, applicationId, environmentId };
  const ended = { outcome, startedAt, operation, inputs, language, report, template };
  await reportStep(runtime, log, ended, isSettled);
  return isSettled ? 0 : 1;
}

/**
 * Restores the identity of the main step; its keys have to come from the inputs or the environment
 * again. Throws an OperationError if they do not.
 */
export function restoreIdentity(
  runtime: Pick<Runtime, 'core' | 'env'>,
  { identity: { base, roles } }: SavedStep,
  pending: PendingRevert,
): Identity {
  maskSecrets(runtime);
  if (base.source === 'oidc') return { base, roles };
  // Keys from the environment are read there again: the inputs may be those of an outer action.
  const keys =
    base.source === 'environment'
      ? readCredentialsFrom(runtime.env, base.source)
      : readCredentials(runtime.env);
  if (!('issues' in keys)) return { base: keys, roles };
  const { revisionId, applicationId } = pending;
  const application = applicationId;
  const headline = revisionId
    ? message('network.credentials-missing-after-job', { revision: revisionId, application })
    : message('network.credentials-missing-after-job-new', { application });
  throw new OperationError(headline, {
    code: 'post-without-credentials',
    details: [{ text: message('network.credentials-missing-after-job-why') }],
    next: [suggestRevert(pending, revisionId)],
  });
}
