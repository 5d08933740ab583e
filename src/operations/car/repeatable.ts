import type { ApplicationVersion } from '../../tencent/car.ts';
import { CallError } from '../../tencent/errors.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { Answered } from '../../tencent/service.ts';
import { note } from '../report.ts';
import type { Doubt } from './doubt.ts';
import { inDoubt, lookInDoubt } from './doubt.ts';
import type { CarSession } from './session.ts';
import { findVersion } from './session.ts';
import { describeVersion } from './versions.ts';

/** A change of one version that does no harm when it is done twice. */
export interface RepeatableChange {
  readonly versionId: string;
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly send: () => Promise<Answered<unknown>>;
  /** What a look shows of it; `undefined` where the version does not tell. */
  readonly isDone: (version: ApplicationVersion | undefined) => boolean | undefined;
  /** Whether a version that shows nothing of it is still one to send it for. */
  readonly isWanted: (version: ApplicationVersion) => boolean;
}

/**
 * Sends the change; after an unclear answer the version tells. Where it shows that nothing was done
 * the change is sent once more. Throws a Refusal where it stays unknown.
 */
export async function sendSurely(session: CarSession, change: RepeatableChange): Promise<void> {
  const cause = await unclearAnswer(session, change);
  if (!cause) return;
  const first = await settle(session, change, { what: change.what, cause });
  if (first.isDone) return;
  const isStillWanted = first.version !== undefined && change.isWanted(first.version);
  if (first.isDone === undefined || !isStillWanted) {
    throw inDoubt({ what: change.what, cause }, first.seen);
  }

  session.log.stage('Again', `${change.versionId} shows nothing of it: sends it once more`);
  const again = await sentAgain(session, change);
  if (!again) return;
  const second = await settle(session, change, { what: change.what, cause: again });
  if (!second.isDone) throw inDoubt({ what: change.what, cause: again }, second.seen);
}

/** `undefined` where the answer is clear. Throws what is clearly refused. */
async function unclearAnswer(
  session: CarSession,
  { send }: RepeatableChange,
): Promise<CallError | undefined> {
  try {
    note(session.report, 'request-id', (await send()).requestId);
    return undefined;
  } catch (error) {
    if (!isUnclear(error)) throw error;
    session.log.stage('Unclear', `${error.message}: looks`);
    return error;
  }
}

/** The first one may be under way after all, so that even a clear refusal settles nothing. */
async function sentAgain(
  session: CarSession,
  change: RepeatableChange,
): Promise<CallError | undefined> {
  try {
    return await unclearAnswer(session, change);
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
}

async function settle(session: CarSession, change: RepeatableChange, doubt: Doubt) {
  let isDone: boolean | undefined;
  let last: ApplicationVersion | undefined;
  let seen = 'no answer for half a minute.';
  await lookInDoubt(session, doubt, async () => {
    const version = await findVersion(session, change.versionId);
    last = version;
    isDone = change.isDone(version);
    seen = version ? describeVersion(version) : `${change.versionId} is not in the list.`;
    return isDone === true ? true : undefined;
  });
  return { isDone, version: last, seen: [`Seen: ${seen}`] };
}
