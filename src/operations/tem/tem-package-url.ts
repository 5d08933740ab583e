import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { describeStepEnd } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import { message } from '../../text/message.ts';
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
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { resolveTarget } from './find-target.ts';
import { explainWrongTarget } from './nearest-targets.ts';
import type { TemContext } from './tem-context.ts';
import { suggestPackageUrl } from './tem-next-steps.ts';

/** Gets a pre-signed URL of a package version; downloads the package if asked. */
export const temPackageUrl = defineOperation({
  required: ['application-id', 'package-name', 'deploy-version', 'region'],
  optional: ['source-channel', ...DOWNLOAD],
  outputs: ['package-name', ...URL_OUTPUTS, ...FILE_OUTPUTS],
  preflight: assertDownloadPath,
  resolve: resolveTarget,
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: message('plan.package-url', { package: packageName, version: deployVersion }),
      changes: [message('plan.package-url-request')],
      blockers: [],
    }),
  run: async (inputs, context) => {
    const { packageName, deployVersion } = inputs;
    setOutput(context.report, 'package-name', packageName);
    await fetchPackage(context, inputs, (requestId) => {
      setOutput(context.report, 'request-id', requestId);
    });
    const values = { package: packageName, version: deployVersion };
    return createOutcome('succeeded', message('data.package-ready', values));
  },
});

type PackageInputs = Inputs<
  'application-id' | 'package-name' | 'deploy-version',
  'source-channel' | (typeof DOWNLOAD)[number]
>;

/**
 * Gets the URL, sets its output, and downloads the package if asked. The URL is requested again if
 * it is no longer valid. Unknown (tem-package-url-name): whether TEM wants the whole path or the
 * name of the file, so the name is sent as it is.
 */
async function fetchPackage(
  context: OperationContext,
  inputs: PackageInputs,
  onRequest: (requestId: string) => void = () => undefined,
): Promise<void> {
  const { applicationId, deployVersion, packageName, sourceChannel } = inputs;
  const wanted = { applicationId, deployVersion, packageName, sourceChannel };
  const requestUrl = async () => {
    const { value, requestId } = await createTem(context.call)
      .generateApplicationPackageDownloadUrl(wanted)
      .catch(async (error: unknown) => {
        throw await explainWrongTarget(context.call, { applicationId, sourceChannel }, error);
      });
    if (!value) {
      throw new OperationError(message('data.no-package-url'), {
        code: 'package-url-missing',
        next: [{ sentence: message('data.check-package') }],
      });
    }
    const url = publishDownloadUrl(context, value, inputs.maskDownloadUrl);
    onRequest(requestId);
    return url;
  };
  const url = await requestUrl();
  if (!wantsFile(inputs)) return;
  const source = createPresignedSource(context, url, requestUrl);
  await saveDownload(context, { source, name: packageName, expectedSha256: '' }, inputs);
}

type DeliveryInputs = Inputs<'deploy-version', (typeof DOWNLOAD)[number]>;

/**
 * Sets the output with the URL of a package that is live, and downloads the package if asked. A
 * missing URL alone is a warning then; a failed download is an error. Any other outcome is returned
 * unchanged.
 */
export async function deliverPackage(
  { context, target }: TemContext,
  live: Outcome,
  packageName: string | undefined,
  inputs: DeliveryInputs,
): Promise<Outcome> {
  if (live.status !== 'succeeded' || !packageName) return live;
  const { applicationId, sourceChannel } = target;
  try {
    await fetchPackage(context, { ...inputs, applicationId, packageName, sourceChannel });
    return live;
  } catch (error) {
    const { code, details, headline, requestId, status } = describeStepEnd(error, context);
    const isCancelled = status === 'cancelled';
    if (!wantsFile(inputs)) {
      const text = message('data.rollout-unaffected', { reason: headline });
      if (!isCancelled) context.log.warning(message('data.no-url-title'), text);
      return live;
    }
    return createOutcome(
      status,
      message('data.package-not-downloaded', { result: live.headline }),
      {
        code,
        isLive: true,
        details: [{ text: headline }, ...details],
        ...(requestId ? { requestId } : {}),
        next: isCancelled ? [] : [suggestPackageUrl(target, packageName, inputs.deployVersion)],
      },
    );
  }
}
