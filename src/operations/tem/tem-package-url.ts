import type { TemPackage } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import { deliver, noteUrl, presignedSource } from '../files/save-download.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import type { Step } from '../operation.ts';
import { operation } from '../operation.ts';
import { outcome, Refusal } from '../../report/outcome.ts';
import { note } from '../../report/run-record.ts';
import type { DownloadInputs } from '../files/download-inputs.ts';
import { describeFailure } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { advisePackageUrl } from './tem-next-steps.ts';
import type { Session } from './tem-context.ts';

/** A pre-signed URL of a package version; downloads it where asked. */
export const temPackageUrl = operation({
  needs: ['application-id', 'package-name', 'deploy-version', 'region'],
  takes: ['source-channel', ...DOWNLOAD],
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: `${packageName} ${deployVersion} would get a download URL`,
      would: [
        'ask TEM for a pre-signed URL: no read tells beforehand whether the package is there',
      ],
      blockers: [],
    }),
  run: async (inputs, step) => {
    note(step.report, 'package-name', inputs.packageName);
    const url = await notedUrl(step, inputs);
    if (wantsFile(inputs)) {
      const source = presignedSource(step, url, () => notedUrl(step, inputs));
      await deliver(step, { source, name: inputs.packageName, expectedSha256: '' }, inputs);
    }
    return outcome(
      'succeeded',
      `${inputs.packageName} ${inputs.deployVersion} can be downloaded: see output download-url`,
    );
  },
});

interface UrlInputs extends TemPackage {
  readonly maskDownloadUrl: boolean;
}

/** The package's address over https, noted for the outputs. */
async function notedUrl(step: Step, inputs: UrlInputs): Promise<string> {
  const tem = createTem(step.call);
  const { value, requestId } = await tem.generateApplicationPackageDownloadUrl(inputs);
  note(step.report, 'request-id', requestId);
  if (value) return noteUrl(step, value, inputs.maskDownloadUrl);
  throw new Refusal('TEM gave no download URL', {
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
export async function fetchPackage(
  session: Session,
  live: Outcome,
  packageName: string,
  inputs: PackageInputs,
): Promise<Outcome> {
  try {
    const ask = () => packageUrl(session, packageName, inputs);
    const url = await ask();
    if (!wantsFile(inputs)) return live;
    const source = presignedSource(session, url, ask);
    await deliver(session, { source, name: packageName, expectedSha256: '' }, inputs);
    return live;
  } catch (error) {
    if (session.signal.aborted) return wantsFile(inputs) ? withoutFile(live, CANCELLED) : live;
    const failure = session.wire.signal.aborted ? OVERDUE : describeFailure(error);
    if (wantsFile(inputs)) {
      const next = [advisePackageUrl(session.target, packageName, inputs.deployVersion)];
      return { ...withoutFile(live, failure), next };
    }
    session.log.warning('No download URL', `The rollout is not affected. ${failure.headline}`);
    return live;
  }
}

async function packageUrl(
  session: Session,
  packageName: string,
  { deployVersion, maskDownloadUrl }: PackageInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = session.target;
  const wanted = { applicationId, sourceChannel, packageName, deployVersion };
  const { value } = await session.tem.generateApplicationPackageDownloadUrl(wanted);
  if (!value) throw new Refusal('TEM gave none for this package.');
  return noteUrl(session, value, maskDownloadUrl);
}

const CANCELLED = outcome('cancelled', 'the job was cancelled');
const OVERDUE = outcome('timed-out', 'the timeout was reached');

function withoutFile(live: Outcome, { status, headline, details }: Outcome): Outcome {
  return outcome(status, `${live.headline}, but its package was not downloaded`, {
    details: [headline, ...details],
  });
}
