import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { isRolloutFailed } from '../../rollout/application-rest.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { OperationError } from '../../report/outcome.ts';
import { replaceOutput, setOutput } from '../../report/run-record.ts';
import {
  AmbiguousResponseError,
  ApiError,
  formatFailure,
  hasCode,
} from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { isOverdue } from '../deadline.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { TemContext } from './tem-context.ts';

/**
 * Sends RollingUpdateApplicationByVersion to start the rollout `sought`. Resolves to `undefined` if
 * the application is being deployed already and nothing was started. After an ambiguous response it
 * checks whether the rollout began; if it certainly did not, the call is sent once more. Throws an
 * OperationError if the outcome stays unknown.
 */
export async function triggerRollout(
  tem: TemContext,
  sought: RolloutState,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  const first = await sendTrigger(tem, sought, update);
  if (first.kind === 'refused') throw first.error;
  if (first.kind === 'known') return first.state;

  const { log } = tem.context;
  const reason = first.cause.text;
  log.stage(message('rollout.stage'), message('rollout.trigger-unclear', { reason }));
  const found = await findOrExplain(tem, sought);
  if (found.kind === 'found') return found.state;
  if (
    found.kind !== 'not-started' ||
    isOverdue(tem.context) ||
    !canSendAgain(first.cause, update)
  ) {
    throw createUnknownStartError(first.cause, found);
  }
  log.stage(message('rollout.stage'), message('rollout.trigger-again'));
  const second = await sendTrigger(tem, sought, update);
  // The application is being deployed after all, or refuses a second rollout: the first request may
  // have been executed late, so a refusal proves nothing.
  if (second.kind === 'known' && second.state) return second.state;
  const late = await findOrExplain(tem, sought);
  if (late.kind === 'found') return late.state;
  if (second.kind === 'refused' && late.kind === 'not-started') throw second.error;
  throw createUnknownStartError(second.kind === 'unknown' ? second.cause : first.cause, late);
}

/**
 * Returns true if repeating the call is safe. TEM may execute a call that hung much later, and with
 * `force` a second one would replace a rollout in progress. Unknown (tem-force): whether it would.
 */
function canSendAgain(cause: ApiError, { force }: RollingUpdate): boolean {
  const hasHung = cause instanceof AmbiguousResponseError && cause.isTimeout;
  return force !== true && !hasHung;
}

type TriggerAnswer =
  /** Without a state, TEM answered that the application is being deployed. */
  | { readonly kind: 'known'; readonly state: RolloutState | undefined }
  | { readonly kind: 'unknown'; readonly cause: ApiError }
  | { readonly kind: 'refused'; readonly error: ApiError };

async function sendTrigger(
  { api, context, target }: TemContext,
  sought: RolloutState,
  update: RollingUpdate,
): Promise<TriggerAnswer> {
  const { report } = context;
  try {
    const { value, requestId } = await api.rollingUpdateApplicationByVersion(target, update);
    setOutput(report, 'request-id', requestId);
    replaceOutput(report, 'revision-id', value);
    return { kind: 'known', state: { ...sought, revisionId: value } };
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying'))
      return { kind: 'known', state: undefined };
    if (!(error instanceof ApiError)) throw error;
    if (!isOutcomeUnknown(error)) return { kind: 'refused', error };
    replaceOutput(report, 'revision-id', '');
    return { kind: 'unknown', cause: error };
  }
}

/** The result of the checks after an ambiguous response. */
type TriggerSight =
  | { readonly kind: 'found'; readonly state: RolloutState }
  /** The application has been idle on the previous revision for long enough. */
  | { readonly kind: 'not-started'; readonly seen: Text }
  /** Another revision is current, or time ran out before the outcome was certain. */
  | { readonly kind: 'unclear'; readonly seen: Text };

/**
 * Much longer than a rollout needs to become visible: what is not certain by then stays unknown.
 */
const MAX_WATCHED_MS = 4 * VISIBLE_TIMEOUT_MS;

/** If a read is refused, the unknown start is still what has to be reported. */
async function findOrExplain(tem: TemContext, sought: RolloutState): Promise<TriggerSight> {
  try {
    return await findTriggered(tem, sought);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const seen = message('rollout.seen-error', { reason: formatFailure(error) });
    return { kind: 'unclear', seen };
  }
}

async function findTriggered(tem: TemContext, sought: RolloutState): Promise<TriggerSight> {
  const { clock, report } = tem.context;
  let seen: Text = message('rollout.seen-nothing');
  let foreign: Lasting | undefined;
  const sight = await pollUntil<Snapshot, TriggerSight>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    decide: (snapshot, _, watchedMs) => {
      const { deployVersion, versionId } = snapshot.application;
      const shown = versionId || message('rollout.no-revision');
      const revision = joinTexts('dot', shown, deployVersion);
      seen = message('rollout.seen-revision', { revision });
      if (isTriggered(snapshot, sought)) {
        return { kind: 'found', state: { ...sought, revisionId: versionId } };
      }
      const isPrevious = versionId === sought.before?.revisionId;
      const now = clock.now();
      foreign = updateCheck(foreign, !isPrevious, now);
      if (hasLasted(foreign, STALE_READ_MS, now) && watchedMs >= VISIBLE_TIMEOUT_MS) {
        return { kind: 'unclear', seen };
      }
      if (watchedMs >= MAX_WATCHED_MS) return { kind: 'unclear', seen };
      const isAtRest = isPrevious && isStillBefore(snapshot, sought);
      return isAtRest && watchedMs >= VISIBLE_TIMEOUT_MS
        ? { kind: 'not-started', seen }
        : undefined;
    },
  });
  if (sight?.kind === 'found') setOutput(report, 'revision-id', sight.state.revisionId);
  return sight ?? { kind: 'unclear', seen };
}

/**
 * Only a new revision that names this step's version is known to be the one that the step started.
 */
function isTriggered({ application, deployment }: Snapshot, sought: RolloutState): boolean {
  const { deployVersion, versionId } = application;
  if (versionId === '' || versionId === sought.before?.revisionId) return false;
  return [deployVersion, deployment?.newDeployVersion].includes(sought.deployVersion);
}

/**
 * Returns true if nothing has changed: the application is idle on the previous rollout, or that one
 * has failed, which TEM keeps reporting as in progress.
 */
function isStillBefore(snapshot: Snapshot, { before }: RolloutState): boolean {
  const isAtRest = !isDeploying(snapshot.application) || isRolloutFailed(snapshot);
  return isAtRest && (snapshot.deployment?.startTime ?? '') === before?.startTime;
}

function createUnknownStartError(
  cause: ApiError,
  { seen }: { readonly seen: Text },
): OperationError {
  return new OperationError(message('rollout.start-unknown'), {
    code: 'rollout-start-unknown',
    details: [
      { label: message('words.why'), text: formatFailure(cause) },
      { label: message('rollout.label-seen'), text: seen },
    ],
    next: [{ sentence: message('rollout.start-unknown-next') }],
  });
}
