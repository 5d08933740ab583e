import { assertFilesWritable } from '../github/command-files.ts';
import type { InputIssue } from '../github/inputs/input-errors.ts';
import { InputsError } from '../github/inputs/input-errors.ts';
import { readInputs } from '../github/inputs/read-inputs.ts';
import type { Log } from '../github/log.ts';
import { createLog, readLanguage } from '../github/log.ts';
import { getInputVariable } from '../github/runner-env.ts';
import { withOptionalState } from '../github/step-state.ts';
import { runDryRun } from '../operations/dry-run.ts';
import type { OperationContext, PreparedOperation } from '../operations/operation.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { formatDetails, joinFitting } from '../report/detail-lines.ts';
import { describeError, describeStepEnd } from '../report/error-outcome.ts';
import type { Outcome } from '../report/outcome.ts';
import { createRunRecord } from '../report/run-record.ts';
import { readProxies } from '../tencent/proxy-env.ts';
import type { Language } from '../text/format-text.ts';
import { loadTexts } from '../text/format-text.ts';
import { durationText, message } from '../text/message.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { connectIdentity } from './connect-identity.ts';
import { createUnreadStep, finishStep } from './finish.ts';
import { createOperationContext } from './operation-context.ts';
import { maskSecrets } from './mask-secrets.ts';
import { planRecord } from './planned-record.ts';
import type { Runtime } from './runtime.ts';
import { createSavedStep } from './saved-step.ts';
import { createStepTemplate } from './step-template.ts';

/** Runs the step. Resolves to the exit code; whatever happens, outputs and summary are written. */
export async function runMain(outside: Runtime): Promise<number> {
  const language = readLanguage(outside.env);
  await loadTexts(language);
  const log = createLog(outside.core, language);
  const env = withOperation(outside.env, outside.operation);
  const runtime = { ...outside, core: withOptionalState(outside.core, env, log), env };
  const startedAt = runtime.clock.now();
  try {
    maskSecrets(runtime);
    const proxyIssues = readProxies(env).invalidVariables.map(toProxyIssue);
    const step = readInputs(env, OPERATIONS, proxyIssues);
    step.warnings.forEach((warning) => {
      log.warning(message('input.unused'), warning);
    });
    const { operation, prepared } = step;
    const { endpoint, region, summary, timeout, ...recorded } = prepared.common;
    const connection = { endpoint, language: recorded.language, region };
    assertFilesWritable(env, [
      'GITHUB_OUTPUT',
      'GITHUB_STATE',
      ...(summary ? (['GITHUB_STEP_SUMMARY'] as const) : []),
    ]);

    const { setOnline = false } = prepared.inputs;
    const record = planRecord(runtime, log, operation, { ...recorded, setOnline });
    const identity = connectIdentity(runtime, log, step.identity, connection);
    const template = createStepTemplate(env, step.identity, runtime.operation !== undefined);
    const report = createRunRecord();
    const context = createOperationContext(runtime, log, identity, {
      startedAt,
      deadline: startedAt + timeout,
      timeLimit: durationText(timeout),
      report,
      onTargetChecked: record.begin,
      savedStep: createSavedStep(operation, { ...connection, summary }, step.identity, template),
    });

    const outcome = await execute(prepared, context, identity);
    identity.close();
    // A cancelled step leaves to `post` what it could not finish.
    if (outcome.status !== 'cancelled') context.save(undefined);

    return await finishStep(runtime, log, {
      outcome,
      startedAt,
      operation,
      inputs: prepared.inputs,
      language: recorded.language,
      report,
      template,
      record: record.get(),
    });
  } catch (error) {
    const isAnnounced = error instanceof InputsError;
    if (isAnnounced) announceWrongInputs(log, error, language);
    const unread = createUnreadStep(startedAt, language);
    return await finishStep(runtime, log, {
      ...unread,
      outcome: describeError(error),
      isAnnounced,
    });
  }
}

/** Prints all issues with the inputs as one annotation. */
function announceWrongInputs(log: Log, { details, text }: InputsError, language: Language): void {
  const lines = formatDetails([{ label: text, text: '' }, ...details], language);
  log.error(message('input.wrong'), joinFitting(lines, language));
}

/** Sets the operation of an action that has only one, whatever a workflow passes as `operation`. */
function withOperation(env: NodeJS.ProcessEnv, operation: string | undefined): NodeJS.ProcessEnv {
  return operation === undefined ? env : { ...env, [getInputVariable('operation')]: operation };
}

/** The value is not quoted, because it may contain a password. */
function toProxyIssue(variable: string): InputIssue {
  return {
    input: variable,
    problem: message('input.is-no-proxy'),
    fix: message('input.use-proxy-url'),
  };
}

async function execute(
  { common, preflight, plan, run }: PreparedOperation,
  context: OperationContext,
  identity: ConnectedIdentity,
): Promise<Outcome> {
  try {
    await preflight(context);
    await identity.connect(context.cancelSignal);
    return await (common.dryRun
      ? runDryRun(context, () => plan(context), common.onBlocked)
      : run(context));
  } catch (error) {
    return describeStepEnd(error, context);
  }
}
