import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { CarContext } from './car-context.ts';
import { suggestPublish } from './car-context.ts';
import { describeVersion, findVersionInUse, getVersionState } from './version-state.ts';

/** The error for a version that no list has had for a while. */
export function createGoneError(versionId: string): OperationError {
  return new OperationError(`version ${versionId} is gone`, {
    code: 'version-gone',
    next: [{ sentence: 'Somebody has deleted it: publish another version, or create a new one.' }],
  });
}

/** The error for a version in whose place somebody has published another one. */
export function createSupersededError(
  { applicationId }: CarContext,
  { versionId }: ApplicationVersion,
  versions: readonly ApplicationVersion[],
): OperationError {
  const inUse = findVersionInUse(versions);
  const other = inUse ? describeVersion(inUse) : 'another version';
  return new OperationError(`somebody published ${other} in the place of ${versionId}`, {
    code: 'version-superseded',
    details: versions.map((version) => ({ text: describeVersion(version) })),
    next: [suggestPublish(applicationId, versionId, 'If it was by mistake, publish yours again:')],
  });
}

/**
 * Throws for a version that can no longer be published. The API has no field for the reason: the
 * console and the file are where to look.
 */
export function assertCanBeReady(version: ApplicationVersion): void {
  const state = getVersionState(version);
  if (state !== 'create-failed' && state !== 'deleting') return;
  const sentence =
    state === 'deleting'
      ? 'Somebody deletes it: publish another version, or create a new one.'
      : 'Look into the CAR console for the reason; often the archive is broken or the launch path is not in it. Then run car-create-version with   pending-version: delete';
  throw new OperationError(`version ${describeVersion(version)} cannot be published`, {
    code: state === 'deleting' ? 'version-deleting' : 'version-failed',
    next: [{ sentence }],
  });
}
