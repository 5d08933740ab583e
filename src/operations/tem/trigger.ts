import type { Before, Watch } from '../../rollout/watch.ts';
import { watchTriggered } from '../../rollout/watch.ts';
import { hasCode } from '../../tencent/errors.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { RollingUpdate } from '../../tencent/tem.ts';
import { Refusal } from '../outcome.ts';
import { note } from '../report.ts';
import { lookPatiently } from './patience.ts';
import type { Session } from './session.ts';

/** How long a rollout may take to show itself after the trigger. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/**
 * Starts the rolling update. `undefined`: the application is deploying already, nothing was
 * started. After an unclear answer the application itself tells whether it began.
 */
export async function trigger(
  session: Session,
  before: Before,
  update: RollingUpdate,
): Promise<Watch | undefined> {
  try {
    const { tem, target, report } = session;
    const answer = await tem.rollingUpdateApplicationByVersion(target, update);
    note(report, 'request-id', answer.requestId);
    note(report, 'revision-id', answer.value);
    return watchTriggered(answer.value, before);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isUnclear(error)) throw error;
    session.log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    const found = await findRevision(session, watchTriggered('', before));
    if (found.revisionId) return found;
    throw new Refusal('it is not known whether the rolling update was started', {
      details: [
        `Why:  ${error.message}`,
        `Seen: the application still shows ${before.revisionId} half a minute later.`,
      ],
      next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
    });
  }
}

/** A revision by its ID, or '' and the one that it is not. */
interface Sought {
  readonly revisionId: string;
  readonly before: Pick<Before, 'revisionId'> | undefined;
}

/** Looks until the application shows the new revision, for half a minute at the most. */
export async function findRevision<Wanted extends Sought>(
  session: Session,
  watch: Wanted,
): Promise<Wanted> {
  const revisionId = await findCurrent(session, watch);
  return revisionId === undefined ? watch : { ...watch, revisionId };
}

/** What `findRevision` found; `undefined` where the revision sought is not current in time. */
export async function findCurrent(session: Session, sought: Sought): Promise<string | undefined> {
  const until = Math.min(session.clock.now() + SHOWS_WITHIN_MS, session.deadline);
  for (;;) {
    const versionId = (await lookPatiently(session))?.application.versionId;
    if (versionId !== undefined && isSought(versionId, sought)) {
      note(session.report, 'revision-id', versionId);
      return versionId;
    }
    if (session.clock.now() >= until) return undefined;
    await session.clock.sleep(LOOK_EVERY_MS, session.signal);
  }
}

/** Without an ID from the trigger, any revision but the one before is the one sought. */
function isSought(versionId: string, { revisionId, before }: Sought): boolean {
  return revisionId ? versionId === revisionId : versionId !== before?.revisionId;
}
