import type { Rollout } from '../../rollout/rollout-history.ts';
import type { TemContext } from './tem-context.ts';

/**
 * What `post` needs to revert a rollout that a cancelled step could not; it contains no secrets.
 */
export interface PendingRevert {
  readonly kind: 'tem-revert';
  readonly applicationId: string;
  readonly environmentId: string;
  /** '' if the response to the trigger had not arrived yet. */
  readonly revisionId: string;
  /** The revision before the trigger; '' if the step attached to the rollout. */
  readonly beforeRevisionId: string;
  /** The version that the rollout deploys; '' if unknown. */
  readonly deployVersion: string;
  /** StartTime of the details before the trigger, and of those of the rollout; '' if unknown. */
  readonly beforeStartTime: string;
  readonly startTime: string;
  /** The version to return to; '' if unknown. */
  readonly previousVersion: string;
  readonly isSent: boolean;
  /**
   * True if the previous version may have been deployed again instead: `post` has to confirm that.
   */
  readonly isRedeployed: boolean;
}

/**
 * Saves the revert before the step changes anything, so that `post` can finish it even if the
 * process is killed.
 */
export function savePendingRevert(
  { context, target }: TemContext,
  { state, history }: Rollout,
  isSent = false,
  isRedeployed = false,
): void {
  const { applicationId, environmentId } = target;
  const pending: PendingRevert = {
    kind: 'tem-revert',
    applicationId,
    environmentId,
    revisionId: state.revisionId,
    beforeRevisionId: state.before?.revisionId ?? '',
    deployVersion: state.deployVersion,
    beforeStartTime: state.before?.startTime ?? '',
    startTime: state.details.startTime,
    previousVersion: history.previous.version,
    isSent,
    isRedeployed,
  };
  context.save(pending);
}

const TEXTS = [
  'applicationId',
  'environmentId',
  'revisionId',
  'beforeRevisionId',
  'deployVersion',
  'beforeStartTime',
  'startTime',
  'previousVersion',
] as const;

/** Reads a saved revert; `undefined` if it is incomplete or nothing is left to finish. */
export function readPendingRevert(saved: unknown): PendingRevert | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { kind, isSent, isRedeployed } = saved as Partial<Record<string, unknown>>;
  if (kind !== 'tem-revert' || !hasTexts(saved, TEXTS)) return undefined;
  const texts = TEXTS.map((name) => [name, saved[name]] as const);
  return { ...toRecord(texts), kind, isSent: isSent === true, isRedeployed: isRedeployed === true };
}

function hasTexts<Name extends string>(
  value: object,
  names: readonly Name[],
): value is Record<Name, string> {
  const fields = value as Partial<Record<string, unknown>>;
  return names.every((name) => typeof fields[name] === 'string');
}

function toRecord<Name extends string>(
  entries: readonly (readonly [Name, string])[],
): Record<Name, string> {
  return Object.fromEntries(entries) as Record<Name, string>;
}
