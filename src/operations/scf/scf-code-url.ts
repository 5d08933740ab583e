import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { createOutcome, MORE_TIME, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiResponseError, hasCode } from '../../tencent/api-errors.ts';
import type { ApiResult } from '../../tencent/services/api-service.ts';
import type { FunctionAddress, FunctionName } from '../../tencent/services/scf-api.ts';
import { createScf } from '../../tencent/services/scf-api.ts';
import type { Duration, Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { toHexSha256 } from '../../transfer/partial-file.ts';
import {
  assertDownloadPath,
  createPresignedSource,
  DOWNLOAD,
  FILE_OUTPUTS,
  publishDownloadUrl,
  saveDownload,
  URL_OUTPUTS,
  wantsFile,
} from '../files/save-download.ts';
import { createTimeoutError } from '../deadline.ts';
import { logTarget } from '../log-target.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil, startWith } from '../poll.ts';

/** Gets the download URL and the SHA-256 of a function's code, and downloads it if asked. */
export const scfCodeUrl = defineOperation({
  required: ['function-name', 'region'],
  optional: ['qualifier', 'namespace', 'code-secret', 'poll-interval', ...DOWNLOAD],
  outputs: [...URL_OUTPUTS, ...FILE_OUTPUTS],
  preflight: assertDownloadPath,
  plan: async (inputs, context) => {
    const { functionName } = inputs;
    showTarget(context, inputs);
    const answer = await askAddress(context, inputs);
    const headline = message('plan.scf', { function: functionName });
    if (!('value' in answer)) {
      const values = { function: functionName, reason: answer.text };
      const changes = [message('plan.scf-wait', values), message('plan.scf-url')];
      return { headline, changes, blockers: [] };
    }
    const { url, codeSha256 } = answer.value;
    return {
      headline,
      changes: [
        codeSha256
          ? message('plan.scf-url-sha256', { sha256: toHexSha256(codeSha256) })
          : message('plan.scf-url'),
      ],
      blockers: url ? [] : [message('data.no-code-url', { function: functionName })],
    };
  },
  run: async (inputs, context) => {
    const { functionName } = inputs;
    showTarget(context, inputs);
    const { url, codeSha256 } = await publishAddress(context, inputs);
    setOutput(context.report, 'download-sha256', toHexSha256(codeSha256));
    if (wantsFile(inputs)) {
      if (!codeSha256) warnUnverified(context);
      const askAgain = async () => (await publishAddress(context, inputs)).url;
      const source = createPresignedSource(context, url, askAgain);
      const name = `${functionName}.zip`;
      await saveDownload(context, { source, name, expectedSha256: codeSha256 }, inputs);
    }
    return createOutcome('succeeded', message('data.code-ready', { function: functionName }));
  },
});

function showTarget(
  context: OperationContext,
  { functionName, qualifier, namespace }: FunctionName,
): void {
  const target = joinTexts(
    'dot',
    functionName,
    qualifier ?? '$LATEST',
    message('data.namespace', { namespace: namespace ?? 'default' }),
    context.region,
  );
  context.report.target = target;
  logTarget(context, message('data.stage-target'), target);
}

/** Reads the download URL, and sets it as an output, with https. */
async function publishAddress(
  context: OperationContext,
  inputs: FunctionName & Inputs<never, 'poll-interval' | 'mask-download-url'>,
): Promise<FunctionAddress> {
  const { functionName, pollInterval, maskDownloadUrl } = inputs;
  const { url, codeSha256 } = await readAddress(context, inputs, pollInterval);
  if (url) return { url: publishDownloadUrl(context, url, maskDownloadUrl), codeSha256 };
  // Unknown (scf-image-function): whether SCF returns an empty URL for a function with an image.
  throw new OperationError(message('data.no-code-url', { function: functionName }), {
    code: 'code-url-missing',
    next: [{ sentence: message('data.image-function') }],
  });
}

/**
 * Waits while the function is being deployed, because it has no download URL until then. Waiting
 * starts only after SCF has answered once; before that a failure ends the step.
 */
async function readAddress(
  context: OperationContext,
  name: FunctionName,
  pollInterval: PollInterval,
): Promise<FunctionAddress> {
  const { clock, log, report, startedAt } = context;
  let reason: Text = '';
  const ask = () => askAddress(context, name);
  const read = startWith(await ask(), ask);
  const address = await pollUntil(context, {
    interval: pollInterval,
    read,
    decide: (answer, observe) => {
      if ('value' in answer) {
        setOutput(report, 'request-id', answer.requestId);
        return answer.value;
      }
      reason = answer.text;
      observe(answer.message, () => {
        const state = message('data.deploying');
        log.event(clock.now() - startedAt, name.functionName, state, '', answer.text);
      });
      return undefined;
    },
  });
  if (address) return address;
  const { functionName } = name;
  const describe = (duration: Duration) =>
    message('data.function-deploying', { function: functionName, duration });
  throw createTimeoutError(context, describe, {
    code: 'function-deploying',
    details: reason === '' ? [] : [{ label: message('words.message'), text: reason }],
    next: [MORE_TIME],
  });
}

/** Requests the URL once; an error that reports a busy function is a valid result, too. */
async function askAddress(
  { call }: OperationContext,
  name: FunctionName,
): Promise<ApiResult<FunctionAddress> | ApiResponseError> {
  try {
    return await createScf(call).getFunctionAddress(name);
  } catch (error) {
    if (error instanceof ApiResponseError && isBusy(error)) return error;
    throw error;
  }
}

/** SCF has three codes for a function that is being created, updated or published. */
function isBusy(error: ApiResponseError): boolean {
  return [
    'FailedOperation.FunctionStatusError',
    'FailedOperation.FunctionNameStatusError',
    'UnauthorizedOperation.FunctionStatus',
  ].some((code) => hasCode(error, code));
}

function warnUnverified({ log }: OperationContext): void {
  log.warning(message('data.not-verified'), message('data.no-code-sha256'));
}
