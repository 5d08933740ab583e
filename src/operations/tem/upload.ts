import { basename } from 'node:path';
import type { OneFile } from '../../transfer/one-file.ts';
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
  const findPlace = async () => {
    const { value: keys } = await session.tem.createCosToken(wanted);
    const { bucket, region, fullPath: key } = keys;
    return { keys, object: { bucket, region, key } };
  };
  return (await sendFile(session, { file, endpoint, findPlace })).key;
}
