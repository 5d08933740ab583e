import { basename } from 'node:path';
import type { OneFile } from '../../transfer/one-file.ts';
import { leases } from '../upload/leases.ts';
import { sendFile } from '../upload/send-file.ts';
import type { Session } from './session.ts';

export interface UploadInputs {
  readonly deployVersion: string;
  readonly cosEndpoint: string;
}

/**
 * Uploads a package for a version; gives the package name for the rollout.
 * Unknown: whether TEM wants the whole path or the file's name. Its own example of a successful
 * rollout has the whole path; the input package-name overrides.
 */
export async function uploadPackage(
  session: Session,
  file: OneFile,
  { deployVersion, cosEndpoint: endpoint }: UploadInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = session.target;
  const wanted = { applicationId, packageName: basename(file.path), deployVersion, sourceChannel };
  const describe = async () => (await session.tem.createCosToken(wanted)).value;
  const first = await describe();
  const { bucket, region, fullPath } = first;
  const object = { bucket, region, key: fullPath };
  await sendFile(session, { file, object, endpoint, ask: leases(session, first, describe) });
  return fullPath;
}
