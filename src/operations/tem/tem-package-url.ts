import type { TemPackage } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import { createPresignedSource, publishDownloadUrl } from '../files/presigned-url.ts';
import { assertDownloadPath, saveDownload } from '../files/save-download.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { DownloadInputs } from '../files/download-inputs.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { suggestPackageUrl } from './tem-next-steps.ts';
import type { TemContext } from './tem-context.ts';

/** A pre-signed URL of a package version; downloads it where asked. */
export const temPackageUrl = defineOperation({
  required: ['application-id', 'package-name', 'deploy-version', 'region'],
  optional: ['source-channel', ...DOWNLOAD],
  preflight: assertDownloadPath,
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: `${packageName} ${deployVersion} would get a download URL`,
      would: [
        'ask TEM for a pre-signed URL: no read tells beforehand whether the package is there',
      ],
      blockers: [],
    }),
  run: async (inputs, context) => {
    setOutput(context.report, 'package-name', inputs.packageName);
    const url = await notedUrl(context, inputs);
    if (wantsFile(inputs)) {
      const source = createPresignedSource(context, url, () => notedUrl(context, inputs));
      await saveDownload(context, { source, name: inputs.packageName, expectedSha256: '' }, inputs);
    }
    return createOutcome(
      'succeeded',
      `${inputs.packageName} ${inputs.deployVersion} can be downloaded: see output download-url`,
    );
  },
});

interface UrlInputs extends TemPackage {
  readonly maskDownloadUrl: boolean;
}

/** The package's address over https, noted for the outputs. */
async function notedUrl(context: OperationContext, inputs: UrlInputs): Promise<string> {
  const tem = createTem(context.call);
  const { value, requestId } = await tem.generateApplicationPackageDownloadUrl(inputs);
  setOutput(context.report, 'request-id', requestId);
  if (value) return publishDownloadUrl(context, value, inputs.maskDownloadUrl);
  throw new OperationError('TEM gave no download URL', {
    next: [{ sentence: 'Check package-name and deploy-version: the package may not be there.' }],
  });
}

export interface PackageInputs extends DownloadInputs {
  readonly deployVersion: string;
  readonly maskDownloadUrl: boolean;
}

/**
 * Notes where the deployed package can be had, and downloads it where asked. The release is live by
 * then: its URL alone is an extra whose failure is a warning, a file that was asked for is not.
 */
export async function deliverPackage(
  context: TemContext,
  live: Outcome,
  packageName: string,
  inputs: PackageInputs,
): Promise<Outcome> {
  try {
    const ask = () => packageUrl(context, packageName, inputs);
    const url = await ask();
    if (!wantsFile(inputs)) return live;
    const source = createPresignedSource(context, url, ask);
    await saveDownload(context, { source, name: packageName, expectedSha256: '' }, inputs);
    return live;
  } catch (error) {
    if (context.cancelSignal.aborted)
      return wantsFile(inputs) ? withoutFile(live, CANCELLED) : live;
    const failure = context.transfer.signal.aborted ? OVERDUE : describeError(error);
    if (wantsFile(inputs)) {
      const next = [suggestPackageUrl(context.target, packageName, inputs.deployVersion)];
      return { ...withoutFile(live, failure), next };
    }
    context.log.warning('No download URL', `The rollout is not affected. ${failure.headline}`);
    return live;
  }
}

async function packageUrl(
  context: TemContext,
  packageName: string,
  { deployVersion, maskDownloadUrl }: PackageInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = context.target;
  const wanted = { applicationId, sourceChannel, packageName, deployVersion };
  const { value } = await context.tem.generateApplicationPackageDownloadUrl(wanted);
  if (!value) throw new OperationError('TEM gave none for this package.');
  return publishDownloadUrl(context, value, maskDownloadUrl);
}

const CANCELLED = createOutcome('cancelled', 'the job was cancelled');
const OVERDUE = createOutcome('timed-out', 'the timeout was reached');

function withoutFile(live: Outcome, { status, headline, details }: Outcome): Outcome {
  return createOutcome(status, `${live.headline}, but its package was not downloaded`, {
    details: [headline, ...details],
  });
}
