import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { isRolloutFailed } from '../../rollout/application-rest.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
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
import { VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { TemContext } from './tem-context.ts';
import { pollSnapshots } from './tem-context.ts';

/**
 * Sends RollingUpdateApplicationByVersion for the rollout that is sought. `undefined`: the application is being deployed already,
 * and nothing was started. After an ambiguous response the application tells whether the rollout
 * began; if it certainly did not, the call is sent once more. Throws an OperationError if it
 * stays unknown.
 */
export async function triggerRollout(
  tem: TemContext,
  sought: RolloutState,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  const first = await sendTrigger(tem, sought, update);
  if (first.kind !== 'unknown') return first.state;

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
  const second = await sendSecondTrigger(tem, sought, update);
  // The application is being deployed after all, or refuses another one: the first request came late.
  if (second.kind === 'known' && second.state) return second.state;
  const late = await findOrExplain(tem, sought);
  if (late.kind === 'found') return late.state;
  if (second.kind === 'refused' && late.kind === 'not-started') throw second.error;
  throw createUnknownStartError(second.kind === 'unknown' ? second.cause : first.cause, late);
}

/** A call that hung may be executed long after, and `force` would start over whatever runs then. */
function canSendAgain(cause: ApiError, { force }: RollingUpdate): boolean {
  const hasHung = cause instanceof AmbiguousResponseError && cause.isTimeout;
  return force !== true && !hasHung;
}

type TriggerAnswer =
  /** Without a state TEM answered that the application is being deployed. */
  | { readonly kind: 'known'; readonly state: RolloutState | undefined }
  | { readonly kind: 'unknown'; readonly cause: ApiError };

async function sendTrigger(
  { api, context, target }: TemContext,
  sought: RolloutState,
  update: RollingUpdate,
): Promise<TriggerAnswer> {
  const { report } = context;
  try {
    const { value, requestId } = await api.rollingUpdateApplicationByVersion(target, update);
    setOutput(report, 'request-id', requestId);
    setOutput(report, 'revision-id', value);
    return { kind: 'known', state: { ...sought, revisionId: value } };
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying'))
      return { kind: 'known', state: undefined };
    if (!isOutcomeUnknown(error)) throw error;
    return { kind: 'unknown', cause: error };
  }
}

/** As `sendTrigger`; but the first request may have come late, so that a refusal settles nothing. */
async function sendSecondTrigger(
  tem: TemContext,
  sought: RolloutState,
  update: RollingUpdate,
): Promise<TriggerAnswer | { readonly kind: 'refused'; readonly error: ApiError }> {
  try {
    return await sendTrigger(tem, sought, update);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'refused', error };
  }
}

/** What the checks after an ambiguous response say. */
type TriggerSight =
  | { readonly kind: 'found'; readonly state: RolloutState }
  /** For long enough the application has been at rest on what ran before. */
  | { readonly kind: 'not-started'; readonly seen: Text }
  /** Another revision is current, or the time was over before anything was certain. */
  | { readonly kind: 'unclear'; readonly seen: Text };

/** Far longer than a rollout needs to show: what is not certain by then stays unknown. */
const MAX_WATCHED_MS = 4 * VISIBLE_TIMEOUT_MS;

/** A read that is refused must not hide that the start is in doubt. */
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
  const sight = await pollSnapshots<TriggerSight>(tem, {
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

/** Only another revision than before, with our version by its name, is known to be ours. */
function isTriggered({ application, deployment }: Snapshot, sought: RolloutState): boolean {
  const { deployVersion, versionId } = application;
  if (versionId === '' || versionId === sought.before?.revisionId) return false;
  return [deployVersion, deployment?.newDeployVersion].includes(sought.deployVersion);
}

/** At rest on the rollout before, or on one that has failed, which TEM keeps calling in progress. */
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
