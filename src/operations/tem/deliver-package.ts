import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { OperationError, createOutcome } from '../../report/outcome.ts';
import type { DOWNLOAD } from '../files/download-inputs.ts';
import { wantsFile } from '../files/download-inputs.ts';
import { createPresignedSource, publishDownloadUrl } from '../files/presigned-url.ts';
import { saveDownload } from '../files/save-download.ts';
import type { TemContext } from './tem-context.ts';
import { suggestPackageUrl } from './tem-next-steps.ts';

type DeliveryInputs = Inputs<'deploy-version', (typeof DOWNLOAD)[number]>;

/**
 * Sets the output with the URL of the deployed package, and downloads it where asked. The release is
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
    const requestUrl = () => publishDeployedUrl(tem, packageName, inputs);
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
    context.log.warning('No download URL', `The rollout is not affected. ${failure.headline}`);
    return live;
  }
}

async function publishDeployedUrl(
  { api, context, target }: TemContext,
  packageName: string,
  { deployVersion, maskDownloadUrl }: DeliveryInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = target;
  const wanted = { applicationId, sourceChannel, packageName, deployVersion };
  const { value } = await api.generateApplicationPackageDownloadUrl(wanted);
  if (value) return publishDownloadUrl(context, value, maskDownloadUrl);
  throw new OperationError('TEM gave none for this package.', { code: 'package-url-missing' });
}

const CANCELLED = createOutcome('cancelled', 'the job was cancelled');
const OVERDUE = createOutcome('timed-out', 'the timeout was reached', { code: 'deadline-passed' });

function withoutFile(live: Outcome, { code, details, headline, status }: Outcome): Outcome {
  return createOutcome(status, `${live.headline}, but its package was not downloaded`, {
    code,
    details: [{ text: headline }, ...details],
  });
}
