import { noteUrl } from '../download/url.ts';
import { describeFailure } from '../failure.ts';
import type { Session } from './session.ts';

export interface PackageUrlInputs {
  readonly deployVersion: string;
  readonly maskDownloadUrl: boolean;
}

/** Notes where the deployed package can be had; it is an extra, so its failure is a warning and gives ''. */
export async function notePackageUrl(
  session: Session,
  packageName: string,
  { deployVersion, maskDownloadUrl }: PackageUrlInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = session.target;
  const wanted = { applicationId, sourceChannel, packageName, deployVersion };
  const warn = (why: string) => {
    session.log.warning('No download URL', `The rollout is not affected. ${why}`);
  };
  try {
    const { value } = await session.tem.generateApplicationPackageDownloadUrl(wanted);
    if (value) noteUrl(session, value, maskDownloadUrl);
    else warn('TEM gave none for this package.');
    return value;
  } catch (error) {
    if (!session.signal.aborted) warn(describeFailure(error).headline);
    return '';
  }
}
