import { hasCode } from '../../tencent/api-errors.ts';
import type { FunctionAddress, FunctionName } from '../../tencent/services/scf-api.ts';
import { createScf } from '../../tencent/services/scf-api.ts';
import { toHexSha256 } from '../../transfer/digests.ts';
import {
  assertDownloadPath,
  saveDownload,
  publishDownloadUrl,
  createPresignedSource,
} from '../files/save-download.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { MORE_TIME, createOutcome, OperationError } from '../../report/outcome.ts';
import type { PollInterval } from '../poll.ts';
import { poll } from '../poll.ts';
import { setOutput } from '../../report/run-record.ts';
import { formatDuration, joinParts } from '../../text/format.ts';

/** The download address and SHA-256 of a function's code. */
export const scfCodeUrl = defineOperation({
  required: ['function-name', 'region'],
  optional: ['qualifier', 'namespace', 'poll-interval', ...DOWNLOAD],
  preflight: assertDownloadPath,
  plan: async (inputs, context) => {
    tellTarget(context, inputs);
    const { url, codeSha256 } = await addressOf(context, inputs, inputs.pollInterval);
    const { functionName } = inputs;
    return {
      headline: `the code of ${functionName} would be given`,
      would: [`give its download URL, SHA-256 ${toHexSha256(codeSha256)}`],
      blockers: url ? [] : [`SCF gives no address for the code of ${functionName}`],
    };
  },
  run: async (inputs, context) => {
    const { functionName } = inputs;
    tellTarget(context, inputs);
    const { url, codeSha256 } = await notedAddress(context, inputs);
    setOutput(context.report, 'download-sha256', toHexSha256(codeSha256));
    if (wantsFile(inputs)) {
      if (!codeSha256) warnUnverified(context);
      const source = createPresignedSource(
        context,
        url,
        async () => (await notedAddress(context, inputs)).url,
      );
      const name = `${functionName}.zip`;
      await saveDownload(context, { source, name, expectedSha256: codeSha256 }, inputs);
    }
    return createOutcome('succeeded', `the code of ${functionName} can be downloaded`);
  },
});

function tellTarget(
  context: OperationContext,
  { functionName, qualifier, namespace }: FunctionName,
): void {
  const place = `namespace ${namespace ?? 'default'}`;
  context.report.target = joinParts(functionName, qualifier ?? '$LATEST', place, context.region);
  context.log.stage('Target', context.report.target);
}

interface AddressInputs extends FunctionName {
  readonly pollInterval: PollInterval;
  readonly maskDownloadUrl: boolean;
}

/** The address over https, noted for the outputs. */
async function notedAddress(
  context: OperationContext,
  inputs: AddressInputs,
): Promise<FunctionAddress> {
  const { url, codeSha256 } = await addressOf(context, inputs, inputs.pollInterval);
  if (!url) throw withoutUrl(inputs.functionName);
  return { url: publishDownloadUrl(context, url, inputs.maskDownloadUrl), codeSha256 };
}

/** While the function is being deployed there is no address: that is waited for. */
async function addressOf(
  context: OperationContext,
  name: FunctionName,
  interval: PollInterval,
): Promise<FunctionAddress> {
  const scf = createScf(context.call);
  let reason = '';
  const address = await poll(context, interval, async (sees) => {
    try {
      const { value, requestId } = await scf.getFunctionAddress(name);
      setOutput(context.report, 'request-id', requestId);
      return value;
    } catch (error) {
      if (!hasCode(error, 'FailedOperation.FunctionStatusError')) throw error;
      reason = error.message;
      sees(reason, () => {
        const elapsed = context.clock.now() - context.startedAt;
        context.log.event(elapsed, name.functionName, 'deploying', '', reason);
      });
      return undefined;
    }
  });
  if (address) return address;
  const waited = formatDuration(context.deadline - context.startedAt);
  throw new OperationError(
    `${name.functionName} is still being deployed after ${waited} (timeout)`,
    {
      status: 'timed-out',
      details: reason ? [`The cloud says:  ${reason}`] : [],
      next: [MORE_TIME],
    },
  );
}

function warnUnverified({ log }: OperationContext): void {
  log.warning('Not verified', 'SCF gave no SHA-256 of the code: what arrives cannot be compared.');
}

function withoutUrl(functionName: string): OperationError {
  return new OperationError(`SCF gave no address for the code of ${functionName}`, {
    next: [{ sentence: 'A function that runs an image has no code package.' }],
  });
}
