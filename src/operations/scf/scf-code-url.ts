import { hasCode } from '../../tencent/api-errors.ts';
import type { FunctionAddress, FunctionName } from '../../tencent/services/scf-api.ts';
import { createScf } from '../../tencent/services/scf-api.ts';
import { hexSha256 } from '../../transfer/partial-file.ts';
import { deliver, noteUrl, presignedSource } from '../files/save-download.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import type { Step } from '../operation.ts';
import { operation } from '../operation.ts';
import { MORE_TIME, outcome, Refusal } from '../../report/outcome.ts';
import type { Interval } from '../poll.ts';
import { poll } from '../poll.ts';
import { note } from '../../report/run-record.ts';
import { duration, join } from '../../text/format.ts';

/** The download address and SHA-256 of a function's code. */
export const scfCodeUrl = operation({
  needs: ['function-name', 'region'],
  takes: ['qualifier', 'namespace', 'poll-interval', ...DOWNLOAD],
  plan: async (inputs, step) => {
    tellTarget(step, inputs);
    const { url, codeSha256 } = await addressOf(step, inputs, inputs.pollInterval);
    const { functionName } = inputs;
    return {
      headline: `the code of ${functionName} would be given`,
      would: [`give its download URL, SHA-256 ${hexSha256(codeSha256)}`],
      blockers: url ? [] : [`SCF gives no address for the code of ${functionName}`],
    };
  },
  run: async (inputs, step) => {
    const { functionName } = inputs;
    tellTarget(step, inputs);
    const { url, codeSha256 } = await notedAddress(step, inputs);
    note(step.report, 'download-sha256', hexSha256(codeSha256));
    if (wantsFile(inputs)) {
      if (!codeSha256) warnUnverified(step);
      const source = presignedSource(step, url, async () => (await notedAddress(step, inputs)).url);
      const name = `${functionName}.zip`;
      await deliver(step, { source, name, expectedSha256: codeSha256 }, inputs);
    }
    return outcome('succeeded', `the code of ${functionName} can be downloaded`);
  },
});

function tellTarget(step: Step, { functionName, qualifier, namespace }: FunctionName): void {
  const place = `namespace ${namespace ?? 'default'}`;
  step.report.target = join(functionName, qualifier ?? '$LATEST', place, step.region);
  step.log.stage('Target', step.report.target);
}

interface AddressInputs extends FunctionName {
  readonly pollInterval: Interval;
  readonly maskDownloadUrl: boolean;
}

/** The address over https, noted for the outputs. */
async function notedAddress(step: Step, inputs: AddressInputs): Promise<FunctionAddress> {
  const { url, codeSha256 } = await addressOf(step, inputs, inputs.pollInterval);
  if (!url) throw withoutUrl(inputs.functionName);
  return { url: noteUrl(step, url, inputs.maskDownloadUrl), codeSha256 };
}

/** While the function is being deployed there is no address: that is waited for. */
async function addressOf(
  step: Step,
  name: FunctionName,
  interval: Interval,
): Promise<FunctionAddress> {
  const scf = createScf(step.call);
  let reason = '';
  const address = await poll(step, interval, async (sees) => {
    try {
      const { value, requestId } = await scf.getFunctionAddress(name);
      note(step.report, 'request-id', requestId);
      return value;
    } catch (error) {
      if (!hasCode(error, 'FailedOperation.FunctionStatusError')) throw error;
      reason = error.message;
      sees(reason, () => {
        const elapsed = step.clock.now() - step.startedAt;
        step.log.event(elapsed, name.functionName, 'deploying', '', reason);
      });
      return undefined;
    }
  });
  if (address) return address;
  const waited = duration(step.deadline - step.startedAt);
  throw new Refusal(`${name.functionName} is still being deployed after ${waited} (timeout)`, {
    status: 'timed-out',
    details: reason ? [`The cloud says:  ${reason}`] : [],
    next: [MORE_TIME],
  });
}

function warnUnverified({ log }: Step): void {
  log.warning('Not verified', 'SCF gave no SHA-256 of the code: what arrives cannot be compared.');
}

function withoutUrl(functionName: string): Refusal {
  return new Refusal(`SCF gave no address for the code of ${functionName}`, {
    next: [{ sentence: 'A function that runs an image has no code package.' }],
  });
}
