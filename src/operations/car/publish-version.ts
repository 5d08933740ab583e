import { setOutput } from '../../report/run-record.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import type { CarContext } from './car-context.ts';
import { recordVersionBefore } from './car-context.ts';
import { sendGuarded } from './guarded-change.ts';
import type { Publication } from './publication.ts';
import { findIdInUse, judgePublication } from './publication.ts';
import { findById } from './version-state.ts';
import { assertCanBeReady, createGoneError, createSupersededError } from './version-errors.ts';

/** What is known of a version before it is published. */
export interface PublicationStart extends Pick<Publication, 'from'> {
  /** The versions from the first check. */
  readonly first: readonly ApplicationVersion[];
}

/**
 * Publishes a version that is ready; resolves to the state from which it was published. It reads
 * the list just before, and sets `previous-version` to the version in use at that moment. Throws an
 * OperationError if someone else has deleted or superseded a version in the meantime, so that this
 * one must not be published.
 */
export async function startPublication(
  car: CarContext,
  versionId: string,
  { first, from }: PublicationStart,
): Promise<Publication> {
  const { context, api, applicationId } = car;
  context.log.stage(message('car.stage-publish'), versionId);
  let begun: Publication | undefined;
  let last: readonly ApplicationVersion[] = [];
  const end = await sendGuarded(car, {
    versionId,
    unknown: message('car.publish-unknown', { version: versionId }),
    goal: message('car.goal-publish', { version: versionId }),
    send: async () => {
      const answer = await api.setApplicationVersionOnline(applicationId, versionId);
      if (begun) begun = learnFromAnswer(car, begun, answer.value);
      return answer;
    },
    judge: (versions) => {
      last = versions;
      if (!begun) recordVersionBefore(car, versions, versionId);
      // A list may briefly omit the version in use: fall back on the first check.
      const before = findIdInUse(versions) || findIdInUse(first);
      const publication = begun ?? { versionId, from, before, wasInUse: false };
      const state = judgePublication(versions, publication);
      if (state === 'pending') begun = publication;
      return state;
    },
  });
  const version = findById(last, versionId);
  if (!version) throw createGoneError(versionId);
  if (end === 'overtaken') {
    assertCanBeReady(version);
    throw createSupersededError(car, version, last);
  }
  return begun ?? { versionId, from, before: '', wasInUse: true };
}

/** CAR may answer with the versions as they are after the change. */
function learnFromAnswer(
  { context: { report } }: CarContext,
  begun: Publication,
  versions: readonly ApplicationVersion[],
): Publication {
  const inUse = findIdInUse(versions);
  if (inUse === begun.versionId) return { ...begun, wasInUse: true };
  if (inUse === '') return begun;
  setOutput(report, 'previous-version', inUse);
  return { ...begun, before: inUse };
}
