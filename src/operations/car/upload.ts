import type { ApplicationVersion, CosCredential } from '../../tencent/car.ts';
import type { OneFile } from '../../transfer/one-file.ts';
import { sendFile } from '../upload/send-file.ts';
import type { CarSession } from './session.ts';

export interface UploadInputs {
  readonly fileName: string;
  readonly cosEndpoint: string;
}

/** Uploads a version's file to the path that CAR names for it; where that fails, the version stays. */
export async function uploadVersion(
  session: CarSession,
  version: ApplicationVersion,
  file: OneFile,
  { fileName, cosEndpoint: endpoint }: UploadInputs,
): Promise<void> {
  const { applicationId, car, log } = session;
  const findPlace = async () => {
    const { value: keys } = await car.describeCosCredential(applicationId, fileName);
    const { bucket, region } = keys;
    return { keys, object: { bucket, region, key: keyOf(keys, fileName) } };
  };
  try {
    await sendFile(session, { file, endpoint, findPlace });
  } catch (error) {
    log.warning(
      'Version without a file',
      `${version.versionId} was created and has no file: it blocks the creation of another. Run the job again with   pending-version: delete`,
    );
    throw error;
  }
}

/** The example has a whole key; a prefix is not excluded, and would end in a slash. */
function keyOf({ path }: CosCredential, fileName: string): string {
  return path.endsWith('/') ? `${path}${fileName}` : path;
}
