import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import type { OperationContext } from '../operation.ts';
import { assertPackageType } from './check-rollout-inputs.ts';
import type { TemContext } from './tem-context.ts';

/** Finds the package to upload, if one is to be uploaded: it has to exist before the first call. */
export async function findPackage(
  context: OperationContext,
  { packageFile }: Inputs<never, 'package-file'>,
): Promise<PackageFile | undefined> {
  if (packageFile === undefined) return undefined;
  const file = await findPackageFile(packageFile, context.folders.workspace);
  assertPackageType(file.path);
  return file;
}

/**
 * Uploads a package for a version; gives the package name for the rollout.
 * Unknown: whether TEM wants the whole path or the file's name. Its own example of a successful
 * rollout has the whole path; the input package-name overrides.
 */
export async function uploadPackage(
  { api, context, target }: TemContext,
  file: PackageFile,
  { deployVersion, cosEndpoint: endpoint }: Inputs<'deploy-version', 'cos-endpoint'>,
): Promise<string> {
  const { applicationId, sourceChannel } = target;
  const wanted = { applicationId, packageName: basename(file.path), deployVersion, sourceChannel };
  const getTarget = async () => {
    const { value: keys } = await api.createCosToken(wanted);
    const { bucket, region, fullPath: key } = keys;
    return { keys, object: { bucket, region, key } };
  };
  return (await uploadWithFallback(context, { file, endpoint, getTarget })).key;
}
