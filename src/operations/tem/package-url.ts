import { deliver } from '../download/deliver.ts';
import type { DownloadInputs } from '../download/inputs.ts';
import { wantsFile } from '../download/inputs.ts';
import { presignedSource } from '../download/presigned-source.ts';
import { noteUrl } from '../download/url.ts';
import { describeFailure } from '../failure.ts';
import type { Outcome } from '../outcome.ts';
import { Refusal, outcome } from '../outcome.ts';
import { advisePackageUrl } from './advice.ts';
import type { Session } from './session.ts';

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
    const ask = () => notedUrl(session, packageName, inputs);
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

async function notedUrl(
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
