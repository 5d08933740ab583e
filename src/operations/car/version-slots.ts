import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { createLastingCheck } from '../lasting-state.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { listVersions } from './car-context.ts';
import type { ChangeState } from './guarded-change.ts';
import { sendGuarded } from './guarded-change.ts';
import type { RoomInputs, RoomStep } from './version-room.ts';
import { chooseRoomStep } from './version-room.ts';
import { describeVersion, findById, getVersionState } from './version-state.ts';

export type VersionSlotInputs = RoomInputs & { readonly pollInterval: PollInterval };

/** The version slots of an application, as this step has seen and changed them. */
export interface VersionSlots {
  /** Deletes versions until another one can be created. */
  readonly free: () => Promise<void>;
  /** IDs of all versions that were ever seen. */
  readonly known: ReadonlySet<string>;
  /**
   * Handles a refusal for lack of room although the list showed a free slot: waits for deletions in
   * progress. Resolves to false if nothing explains the refusal.
   */
  readonly findReason: () => Promise<boolean>;
}

/**
 * Creates the slots of an application. `first` is the list of the first check: no version outside
 * it is ever deleted.
 */
export function createVersionSlots(
  car: CarContext,
  first: readonly ApplicationVersion[],
  inputs: VersionSlotInputs,
): VersionSlots {
  const { context } = car;
  const deleted = new Set<string>();
  const known = new Set(first.map(({ versionId }) => versionId));
  /** Versions that were seen being deleted since CAR last refused another one for lack of room. */
  const leaving = new Set<string>();
  let last = first;

  const logDeletion = (text: Text): void => {
    context.log.stage(message('car.stage-delete'), text);
  };

  const chooseFrom = (now: readonly ApplicationVersion[]): RoomStep => {
    last = now;
    for (const version of now) {
      known.add(version.versionId);
      if (getVersionState(version) === 'deleting') leaving.add(version.versionId);
    }
    return chooseRoomStep({ first, now, deleted }, inputs);
  };

  /** Reads until there is something to do. */
  const waitForStep = async (): Promise<RoomStep> => {
    const step = await pollUntil(context, {
      interval: inputs.pollInterval,
      isTargetKnown: true,
      read: () => listVersions(car),
      decide: (now) => {
        const next = chooseFrom(now);
        return next.kind === 'wait' ? undefined : next;
      },
    });
    return step ?? Promise.reject(notDeletedInTime(car, last, deleted));
  };

  /**
   * Returns true if no other job works on the version: a version in preparation may be in the
   * middle of another job's upload.
   */
  const isAbandoned = async (version: ApplicationVersion): Promise<boolean> => {
    if (getVersionState(version) !== 'in-preparation') return true;
    logDeletion(message('car.checking-untouched', { version: describeVersion(version) }));
    const hasLasted = createLastingCheck(context.clock);
    const isLeft = await pollUntil(context, {
      interval: VISIBLE_POLL_INTERVAL_MS,
      isTargetKnown: true,
      read: () => listVersions(car),
      decide: (now) => {
        if (judgeDeletion(version.versionId, now, chooseFrom) !== 'pending') return false;
        return hasLasted('untouched') || undefined;
      },
    });
    return isLeft === true;
  };

  const deleteVersion = async (version: ApplicationVersion): Promise<void> => {
    const { versionId } = version;
    const goal = message('car.goal-delete', { version: describeVersion(version) });
    assertBeforeDeadline(context, goal);
    if (!(await isAbandoned(version))) return;
    logDeletion(describeVersion(version));
    const end = await sendGuarded(car, {
      versionId,
      unknown: message('car.delete-unknown', { version: versionId }),
      goal,
      send: () => car.api.deleteApplicationVersion(car.applicationId, versionId),
      judge: (now) => judgeDeletion(versionId, now, chooseFrom),
    });
    if (end === 'overtaken') {
      logDeletion(message('car.deletion-skipped', { version: versionId }));
      return;
    }
    deleted.add(versionId);
    leaving.add(versionId);
  };

  return {
    known,
    free: async () => {
      let step = chooseFrom(last);
      while (step.kind !== 'free') {
        if (step.kind === 'delete') await deleteVersion(step.version);
        else logDeletion(message('car.waiting-for-deletion', { versions: listIds(step.leaving) }));
        step = await waitForStep();
      }
    },
    findReason: async () => {
      const hasLasted = createLastingCheck(context.clock);
      const found = await pollUntil(context, {
        interval: inputs.pollInterval,
        isTargetKnown: true,
        read: () => listVersions(car),
        decide: (now) => {
          if (chooseFrom(now).kind === 'delete') return true;
          const isGone = !now.some(({ versionId }) => leaving.has(versionId));
          return hasLasted(isGone ? 'gone' : undefined) ? leaving.size > 0 : undefined;
        },
      });
      if (found === undefined) throw notDeletedInTime(car, last, deleted);
      leaving.clear();
      return found;
    },
  };
}

function judgeDeletion(
  versionId: string,
  now: readonly ApplicationVersion[],
  choose: (now: readonly ApplicationVersion[]) => RoomStep,
): ChangeState {
  const version = findById(now, versionId);
  if (!version) return 'absent';
  if (getVersionState(version) === 'deleting') return 'done';
  try {
    const step = choose(now);
    const isStillRight = step.kind === 'delete' && step.version.versionId === versionId;
    return isStillRight ? 'pending' : 'overtaken';
  } catch (error) {
    if (error instanceof OperationError) return 'overtaken';
    throw error;
  }
}

function listIds(versions: readonly ApplicationVersion[]): Text {
  return joinTexts('enumeration', ...versions.map(({ versionId }) => versionId));
}

/** A deletion is reported as in progress only if a list shows it. */
function notDeletedInTime(
  { context }: CarContext,
  now: readonly ApplicationVersion[],
  deleted: ReadonlySet<string>,
): OperationError {
  const details = now.flatMap((version) => {
    const values = { version: describeVersion(version) };
    if (getVersionState(version) === 'deleting') {
      return [{ text: message('car.deletion-in-progress', values) }];
    }
    const isAccepted = deleted.has(version.versionId);
    return isAccepted ? [{ text: message('car.deletion-not-shown', values) }] : [];
  });
  return new OperationError(message('car.deletion-timed-out'), {
    status: 'timed-out',
    code: 'version-not-deleted',
    details: [...details, ...describeLastFailure(context)],
    next: [{ sentence: message('car.rerun-waits-for-deletion') }],
  });
}
