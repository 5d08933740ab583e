import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import type { CarContext } from './car-context.ts';
import { suggestPublish } from './car-context.ts';
import { describeVersion, findVersionInUse, getVersionState } from './version-state.ts';

/** Creates the error for a version that has been missing from the list for a while. */
export function createGoneError(versionId: string): OperationError {
  return new OperationError(message('car.gone', { version: versionId }), {
    code: 'version-gone',
    next: [{ sentence: message('car.gone-fix') }],
  });
}

/** Creates the error for a version that was replaced because someone else published another one. */
export function createSupersededError(
  { applicationId }: CarContext,
  { versionId }: ApplicationVersion,
  versions: readonly ApplicationVersion[],
): OperationError {
  const inUse = findVersionInUse(versions);
  const headline = inUse
    ? message('car.superseded', { other: describeVersion(inUse), version: versionId })
    : message('car.superseded-by-unknown', { version: versionId });
  return new OperationError(headline, {
    code: 'version-superseded',
    details: versions.map((version) => ({ text: describeVersion(version) })),
    next: [suggestPublish(applicationId, versionId, message('car.publish-again'))],
  });
}

/**
 * Throws if the version can no longer be published. The API has no field for the reason: only the
 * console and the file itself show it.
 */
export function assertCanBeReady(version: ApplicationVersion): void {
  const state = getVersionState(version);
  if (state !== 'create-failed' && state !== 'deleting') return;
  const sentence =
    state === 'deleting' ? message('car.deleting-fix') : message('car.create-failed-fix');
  const headline = message('car.not-publishable', { version: describeVersion(version) });
  throw new OperationError(headline, {
    code: state === 'deleting' ? 'version-deleting' : 'version-failed',
    next: [{ sentence }],
  });
}
