import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion, CosCredential } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { UploadTarget } from '../files/upload-with-fallback.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { createLastingCheck } from '../lasting-state.ts';

export interface VersionUpload {
  readonly file: PackageFile;
  /** The name that the file gets in CAR. */
  readonly fileName: string;
  /** The value of the input `cos-endpoint`. */
  readonly endpoint: string;
}

/**
 * Uploads a version's file to the path that CAR returns for it. If the upload fails, the version
 * stays.
 */
export async function uploadVersion(
  car: CarContext,
  { versionId }: ApplicationVersion,
  { file, fileName, endpoint }: VersionUpload,
): Promise<void> {
  const getTarget = () => findUploadTarget(car, versionId, fileName);
  try {
    await uploadWithFallback(car.context, { file, endpoint, getTarget });
  } catch (error) {
    car.context.log.warning(
      message('car.without-file'),
      message('car.without-file-warning', { version: versionId }),
    );
    throw error;
  }
}

/**
 * Requests the upload path. DescribeCosCredential has no parameter for the version, so CAR decides
 * which one it means. Unknown (car-upload-version): which one that is. The check keeps this step
 * from writing to the path of another version.
 */
async function findUploadTarget(
  { context, api, applicationId }: CarContext,
  versionId: string,
  fileName: string,
): Promise<UploadTarget> {
  const hasLasted = createLastingCheck(context.clock);
  let lastPath = '';
  const target = await pollUntil(context, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    isTargetKnown: true,
    read: () => api.describeCosCredential(applicationId, fileName),
    decide: ({ value: keys }) => {
      const { bucket, region, path } = keys;
      lastPath = path;
      if (isPathOf(path, versionId)) {
        return { keys, object: { bucket, region, key: getObjectKey(keys, fileName) } };
      }
      if (hasLasted(path)) throw createPathError(versionId, path);
      return undefined;
    },
  });
  if (!target) throw createPathError(versionId, lastPath);
  return target;
}

/**
 * Returns true if a path may belong to a version. Unknown (car-path-version): whether every path
 * contains the version's ID, as in the official example; a path without any version ID is accepted.
 */
export function isPathOf(path: string, versionId: string): boolean {
  const segments = path.split('/');
  return segments.includes(versionId) || !segments.some((segment) => /^ver-/i.test(segment));
}

/**
 * Unknown (car-path-form): whether the path is always a whole object key, as in the official
 * example. A path that ends in a slash is taken for a folder.
 */
function getObjectKey({ path }: CosCredential, fileName: string): string {
  return path.endsWith('/') ? `${path}${fileName}` : path;
}

function createPathError(versionId: string, path: string): OperationError {
  return new OperationError(message('car.no-upload-path', { version: versionId }), {
    code: 'version-upload-path',
    details: path
      ? [{ label: message('car.label-path'), text: message('car.path-of-other', { path }) }]
      : [],
    next: [{ sentence: message('car.run-one-job') }],
  });
}
