import { describeFailure } from '../failure.ts';
import type { Step } from '../operation.ts';
import { note } from '../report.ts';
import type { Session } from './session.ts';

export interface PackageUrlInputs {
  readonly deployVersion: string;
  readonly maskDownloadUrl: boolean;
}

/** Notes a pre-signed URL; a masked one is for the steps of this job alone. */
export function noteUrl({ mask, report }: Step, url: string, isMasked: boolean): void {
  if (isMasked) mask(url);
  note(report, 'download-url', url);
}

/** Where the deployed package can be had; it is an extra, so its failure is a warning. */
export async function notePackageUrl(
  session: Session,
  packageName: string,
  { deployVersion, maskDownloadUrl }: PackageUrlInputs,
): Promise<void> {
  const { applicationId, sourceChannel } = session.target;
  const wanted = { applicationId, sourceChannel, packageName, deployVersion };
  const warn = (why: string) => {
    session.log.warning('No download URL', `The rollout is not affected. ${why}`);
  };
  try {
    const { value } = await session.tem.generateApplicationPackageDownloadUrl(wanted);
    if (value) noteUrl(session, value, maskDownloadUrl);
    else warn('TEM gave none for this package.');
  } catch (error) {
    if (!session.signal.aborted) warn(describeFailure(error).headline);
  }
}
