import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import type { TemContext } from './tem-context.ts';

/** What `post` needs to revert a rollout that a cancelled step could not; none of it is secret. */
export interface PendingRevert {
  readonly kind: 'tem-revert';
  readonly applicationId: string;
  readonly environmentId: string;
  /** '' if the trigger's answer had not come yet. */
  readonly revisionId: string;
  /** The revision before the trigger; '' if the rollout was attached to. */
  readonly beforeRevisionId: string;
  /** The version that the rollout brings; '' if that is not known. */
  readonly deployVersion: string;
  /** StartTime of the details before the trigger, and of those of the rollout; '' if unknown. */
  readonly beforeStartTime: string;
  readonly startTime: string;
  /** The version that is to serve again; '' if that is not known. */
  readonly previousVersion: string;
  readonly isSent: boolean;
  /** The previous version may have been deployed again instead, and that is to be confirmed. */
  readonly isRedeployed: boolean;
}

/** A rollout whose revert may be left to `post`. */
export interface RevertibleRollout {
  readonly state: Pick<RolloutState, 'revisionId' | 'before' | 'deployVersion' | 'details'>;
  readonly history: { readonly previous: { readonly version: string } };
}

/** Keeps it before anything is changed, so that even a killed process is finished by `post`. */
export function savePendingRevert(
  { context, target }: TemContext,
  { state, history }: RevertibleRollout,
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

/** What was kept, if it is whole; `undefined` if nothing is left to finish. */
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
