import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import { message } from '../../text/message.ts';
import {
  assertDownloadPath,
  createPresignedSource,
  DOWNLOAD,
  publishDownloadUrl,
  saveDownload,
  wantsFile,
} from '../files/save-download.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import type { TemContext } from './tem-context.ts';
import { suggestPackageUrl } from './tem-next-steps.ts';

/** Gives a pre-signed URL of a package version; downloads it if asked. */
export const temPackageUrl = defineOperation({
  required: ['application-id', 'package-name', 'deploy-version', 'region'],
  optional: ['source-channel', ...DOWNLOAD],
  preflight: assertDownloadPath,
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: message('plan.package-url', { package: packageName, version: deployVersion }),
      changes: [message('plan.package-url-request')],
      blockers: [],
    }),
  run: async (inputs, context) => {
    const { packageName, deployVersion } = inputs;
    setOutput(context.report, 'package-name', packageName);
    const requestUrl = async () => {
      const { url, requestId } = await publishPackageUrl(context, inputs);
      setOutput(context.report, 'request-id', requestId);
      return url;
    };
    const url = await requestUrl();
    if (wantsFile(inputs)) {
      const source = createPresignedSource(context, url, requestUrl);
      await saveDownload(context, { source, name: packageName, expectedSha256: '' }, inputs);
    }
    const values = { package: packageName, version: deployVersion };
    return createOutcome('succeeded', message('data.package-ready', values));
  },
});

type PackageUrlInputs = Inputs<
  'application-id' | 'package-name' | 'deploy-version',
  'source-channel' | 'mask-download-url'
>;

/** Requests the package's URL and sets its outputs; gives it, over https, and the call's RequestId. */
async function publishPackageUrl(
  context: OperationContext,
  inputs: PackageUrlInputs,
): Promise<{ readonly url: string; readonly requestId: string }> {
  const tem = createTem(context.call);
  const { value, requestId } = await tem.generateApplicationPackageDownloadUrl(inputs);
  if (value) return { url: publishDownloadUrl(context, value, inputs.maskDownloadUrl), requestId };
  throw new OperationError(message('data.no-package-url'), {
    code: 'package-url-missing',
    next: [{ sentence: message('data.check-package') }],
  });
}

type DeliveryInputs = Inputs<'deploy-version', (typeof DOWNLOAD)[number]>;

/**
 * Sets the output with the URL of the deployed package, and downloads it if asked. The release is
 * live by then: its URL alone is an extra whose failure is a warning, a file that was asked for is not.
 */
export async function deliverPackage(
  tem: TemContext,
  live: Outcome,
  packageName: string,
  inputs: DeliveryInputs,
): Promise<Outcome> {
  const { context, target } = tem;
  const isFileWanted = wantsFile(inputs);
  try {
    const { applicationId, sourceChannel } = target;
    const wanted = { ...inputs, applicationId, packageName, sourceChannel };
    const requestUrl = async () => (await publishPackageUrl(context, wanted)).url;
    const url = await requestUrl();
    if (!isFileWanted) return live;
    const source = createPresignedSource(context, url, requestUrl);
    await saveDownload(context, { source, name: packageName, expectedSha256: '' }, inputs);
    return live;
  } catch (error) {
    if (context.cancelSignal.aborted) return isFileWanted ? withoutFile(live, CANCELLED) : live;
    const failure = context.deadlineSignal.aborted ? OVERDUE : describeError(error);
    if (isFileWanted) {
      const next = [suggestPackageUrl(target, packageName, inputs.deployVersion)];
      return { ...withoutFile(live, failure), next };
    }
    const warning = message('data.rollout-unaffected', { reason: failure.headline });
    context.log.warning(message('data.no-url-title'), warning);
    return live;
  }
}

const CANCELLED = createOutcome('cancelled', message('data.cancelled'));
const OVERDUE = createOutcome('timed-out', message('data.timed-out'), { code: 'deadline-passed' });

function withoutFile(live: Outcome, failure: Outcome): Outcome {
  const { code, details, headline, requestId, status } = failure;
  const result = message('data.package-not-downloaded', { result: live.headline });
  return createOutcome(status, result, {
    code,
    details: [{ text: headline }, ...details],
    ...(requestId ? { requestId } : {}),
  });
}
