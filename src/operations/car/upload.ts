import type { CosCredential } from '../../tencent/car.ts';
import type { OneFile } from '../../transfer/one-file.ts';
import { sendFile } from '../upload/send-file.ts';
import type { CarSession } from './session.ts';

/** Uploads a version's file to the path that CAR names for it. */
export async function uploadVersion(
  session: CarSession,
  file: OneFile,
  fileName: string,
  endpoint: string,
): Promise<void> {
  const { applicationId, car } = session;
  const findPlace = async () => {
    const { value: keys } = await car.describeCosCredential(applicationId, fileName);
    const { bucket, region } = keys;
    return { keys, object: { bucket, region, key: keyOf(keys, fileName) } };
  };
  await sendFile(session, { file, endpoint, findPlace });
}

/** The example has a whole key; a prefix is not excluded, and would end in a slash. */
function keyOf({ path }: CosCredential, fileName: string): string {
  return path.endsWith('/') ? `${path}${fileName}` : path;
}
