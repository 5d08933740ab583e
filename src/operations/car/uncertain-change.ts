import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { CallError } from '../../tencent/api-errors.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { Answered } from '../../tencent/services/api-service.ts';
import { note } from '../../report/run-record.ts';
import type { CarSession } from './car-context.ts';
import { findVersion } from './car-context.ts';
import { describeVersion } from './version-state.ts';
import { describeFailure } from '../../report/error-outcome.ts';
import { Refusal } from '../../report/outcome.ts';
import { poll } from '../poll.ts';

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

/** A change whose answer does not tell whether it was done. */
export interface Doubt {
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly cause: CallError;
}

/** How long a change may take to show itself after an unclear answer. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/**
 * Looks until `look` gives something, for half a minute at the most. A look that is refused does
 * not end the doubt: the Refusal then says both.
 */
export async function lookInDoubt<T>(
  session: CarSession,
  doubt: Doubt,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = Math.min(session.clock.now() + SHOWS_WITHIN_MS, session.deadline);
  try {
    return await poll({ ...session, deadline }, LOOK_EVERY_MS, look);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { headline, details } = describeFailure(error);
    throw inDoubt(doubt, [`Then: ${headline}`, ...details]);
  }
}

/** The end of a look that settled nothing; `seen` is what it showed. */
export function inDoubt({ what, cause }: Doubt, seen: readonly string[]): Refusal {
  return new Refusal(`it is not known whether ${what}`, {
    details: [`Why:  ${cause.message}`, ...seen],
    next: [{ sentence: 'Run the job again: it looks before it changes anything.' }],
  });
}
