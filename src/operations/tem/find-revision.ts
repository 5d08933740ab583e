import type { RevisionMatcher } from '../../rollout/revision-matcher.ts';
import { matchesRevision } from '../../rollout/revision-matcher.ts';
import type { Application } from '../../rollout/snapshot.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { pollSnapshots } from './poll-snapshots.ts';
import type { TemContext } from './tem-context.ts';

/** The result of looking for a revision; `unread`: no read came through. */
export type FindResult =
  | { readonly kind: 'found'; readonly revisionId: string }
  | { readonly kind: 'absent'; readonly application: Application }
  | { readonly kind: 'unread' };

/**
 * Polls until the application shows the revision, for half a minute at most, and sets its output.
 * Rejects with an ApiError that would come again.
 */
export async function findRevision(tem: TemContext, matcher: RevisionMatcher): Promise<FindResult> {
  const { clock, deadline, report } = tem.context;
  let last: Application | undefined;
  const revisionId = await pollSnapshots(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    until: Math.min(clock.now() + VISIBLE_TIMEOUT_MS, deadline),
    decide: ({ application }) => {
      last = application;
      return matchesRevision(application, matcher) ? application.versionId : undefined;
    },
  });
  if (revisionId !== undefined) {
    setOutput(report, 'revision-id', revisionId);
    return { kind: 'found', revisionId };
  }
  return last ? { kind: 'absent', application: last } : { kind: 'unread' };
}

/** The ID of a revision that was started, as far as it can be seen: it was started all the same. */
export async function findStartedRevision(
  tem: TemContext,
  matcher: RevisionMatcher,
): Promise<string> {
  try {
    const found = await findRevision(tem, matcher);
    return found.kind === 'found' ? found.revisionId : matcher.revisionId;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    tem.context.log.warning('The rollout is started and was not seen', error.message);
    return matcher.revisionId;
  }
}
