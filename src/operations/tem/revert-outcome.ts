import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Duration } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { createTimeoutError, isOverdue } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import type { RevertEnd, RevertTarget, StartedRevert } from './revert-rollout.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import type { TemContext } from './tem-context.ts';
import { suggestRevert, suggestRevertAgain, suggestRollback } from './tem-next-steps.ts';
import { createNothingToRevertError } from './tem-preconditions.ts';

/** Creates the error for a revert that was not started. */
export function createNotStartedError(
  { context, target }: TemContext,
  snapshot: Snapshot,
  started: Exclude<StartedRevert, { kind: 'started' }>,
): OperationError {
  const { versionId } = snapshot.application;
  switch (started.kind) {
    case 'over':
      return createNothingToRevertError(target, snapshot);
    case 'not-current':
      return new OperationError(message('policy.revert-foreign'), {
        code: 'revision-not-current',
        details: [{ text: message('policy.revert-foreign-detail', { revision: versionId }) }],
        next: [{ sentence: message('policy.next-ask') }],
      });
    case 'unread':
      return new OperationError(message('policy.revert-unread'), {
        status: 'timed-out',
        code: 'application-unread',
        details: describeLastFailure(context),
        next: [suggestRevert(target, versionId)],
      });
    case 'refused':
      return new OperationError(message('policy.revert-rejected'), {
        code: 'revert-refused',
        details: [{ text: started.reason }],
      });
    case 'unknown':
      return new OperationError(message('policy.revert-unknown'), {
        status: isOverdue(context) ? 'timed-out' : 'failed',
        code: 'revert-outcome-unknown',
        details: [{ text: started.reason }, ...describeLastFailure(context)],
        next: [suggestRevert(target, versionId)],
      });
  }
}

/** Returns the outcome of a revert that was started. */
export function describeRevertEnd(
  { context, target }: TemContext,
  { rollout, previousVersion }: RevertTarget,
  end: RevertEnd,
): Outcome {
  switch (end.kind) {
    case 'reverted':
      return createOutcome(
        'reverted',
        message('policy.reverted', { version: describePreviousVersion(previousVersion) }),
      );
    case 'replaced':
      return createOutcome('failed', message('policy.revert-replaced', { version: end.by }), {
        code: 'revert-replaced',
        next: [suggestRollback(target, { version: previousVersion, packageName: '' })],
      });
    case 'unfinished': {
      const describe = (limit: Duration) => message('policy.revert-timed-out', { limit });
      const error = createTimeoutError(context, describe, {
        code: 'revert-unfinished',
        details: [{ text: message('policy.revert-continues') }],
        next: [suggestRevertAgain(target, rollout.revisionId)],
      });
      return describeError(error);
    }
  }
}
