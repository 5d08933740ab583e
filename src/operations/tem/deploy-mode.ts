import { basename, extname } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Application } from '../../rollout/snapshot.ts';
import { message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';

/** Returns true if an application of this kind runs packages and not images. */
export function isPackageMode(deployMode: string): boolean {
  return ['JAR', 'WAR'].includes(deployMode.toUpperCase());
}

type ReleaseInputs = Inputs<'deploy-version', 'package-name'>;

/**
 * Throws, before anything is uploaded, if the release does not fit the kind of application: TEM
 * would accept it, and the instances would fail. An unknown kind of application accepts every
 * release.
 */
export function assertFitsApplication(
  application: Pick<Application, 'deployMode'>,
  { deployVersion, packageName }: ReleaseInputs,
  file: PackageFile | undefined,
): void {
  const mode = application.deployMode.toUpperCase();
  if (mode === 'IMAGE') {
    if (file) throw createKindError('IMAGE', 'package-file', file.path);
    if (packageName) throw createKindError('IMAGE', 'package-name', packageName);
    if (isImageTag(deployVersion)) return;
    throw new OperationError(message('plan.no-tag', { version: deployVersion }), {
      code: 'version-no-tag',
      details: [{ text: message('plan.application-runs-image') }],
      next: [{ sentence: message('plan.tag-rules') }],
    });
  }
  if (mode !== 'JAR' && mode !== 'WAR') return;
  const { path } = file ?? {};
  if (path && isOtherKind(path, mode)) throw createKindError(mode, 'package-file', path);
  if (packageName && isOtherKind(packageName, mode)) {
    throw createKindError(mode, 'package-name', packageName);
  }
  if (!path && !packageName) {
    throw new OperationError(message('plan.package-missing', { mode }), {
      code: 'package-missing',
      details: [{ text: message('plan.nothing-changed') }],
      next: [{ sentence: message('plan.package-missing-fix', { type: mode.toLowerCase() }) }],
    });
  }
}

/** A name without one of these extensions may be of any kind. */
function isOtherKind(name: string, mode: 'JAR' | 'WAR'): boolean {
  const type = extname(name).slice(1).toUpperCase();
  return (type === 'JAR' || type === 'WAR') && type !== mode;
}

function createKindError(mode: string, input: string, name: string): OperationError {
  const isImage = mode === 'IMAGE';
  const values = { input, name: basename(name) };
  const headline = isImage
    ? message('plan.runs-image', values)
    : message('plan.runs-package', { ...values, mode });
  const fix = isImage
    ? message('plan.runs-image-fix', { input })
    : message('plan.runs-package-fix', { type: mode.toLowerCase() });
  return new OperationError(headline, {
    code: 'package-kind',
    details: [{ text: message('plan.nothing-uploaded') }],
    next: [{ sentence: fix }],
  });
}

/** Source: the OCI distribution specification, "tag". */
const TAG = /^\w[\w.-]{0,127}$/;

/** Returns true if the text is a valid image tag. */
export function isImageTag(text: string): boolean {
  return TAG.test(text);
}
