import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import type { TemContext } from './tem-context.ts';

/** What `post` needs to revert a rollout that a cancelled step could not; none of it is secret. */
export interface PendingRevert {
  readonly kind: 'tem-revert';
  readonly applicationId: string;
  readonly environmentId: string;
  /** '' where the trigger's answer had not come yet. */
  readonly revisionId: string;
  /** The revision before the trigger; '' where the rollout was attached to. */
  readonly beforeRevisionId: string;
  /** The version that the rollout brings; '' where it was attached to. */
  readonly deployVersion: string;
  /** The version that is to serve again; '' where that is not known. */
  readonly previousVersion: string;
  readonly isSent: boolean;
}

/** A rollout whose revert may be left to `post`. */
export interface RevertibleRollout {
  readonly state: Pick<RolloutState, 'revisionId' | 'before' | 'deployVersion'>;
  readonly history: { readonly previous: { readonly version: string } };
}

/** Keeps it before anything is changed, so that even a killed process is finished by `post`. */
export function savePendingRevert(
  { context, target }: TemContext,
  { state, history }: RevertibleRollout,
  isSent = false,
): void {
  const { applicationId, environmentId } = target;
  const pending: PendingRevert = {
    kind: 'tem-revert',
    applicationId,
    environmentId,
    revisionId: state.revisionId,
    beforeRevisionId: state.before?.revisionId ?? '',
    deployVersion: state.deployVersion,
    previousVersion: history.previous.version,
    isSent,
  };
  context.save(pending);
}

const TEXTS = [
  'applicationId',
  'environmentId',
  'revisionId',
  'beforeRevisionId',
  'deployVersion',
  'previousVersion',
] as const;

/** What was kept, where it is whole; `undefined` where nothing is left to finish. */
export function readPendingRevert(saved: unknown): PendingRevert | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { kind, isSent, ...rest } = saved as Record<string, unknown>;
  const read = (name: string) => {
    const text = rest[name];
    return typeof text === 'string' ? text : undefined;
  };
  const [
    applicationId,
    environmentId,
    revisionId,
    beforeRevisionId,
    deployVersion,
    previousVersion,
  ] = TEXTS.map(read);
  const isWhole =
    kind === 'tem-revert' &&
    applicationId !== undefined &&
    environmentId !== undefined &&
    revisionId !== undefined &&
    beforeRevisionId !== undefined &&
    deployVersion !== undefined &&
    previousVersion !== undefined;
  if (!isWhole) return undefined;
  return {
    kind,
    applicationId,
    environmentId,
    revisionId,
    beforeRevisionId,
    deployVersion,
    previousVersion,
    isSent: isSent === true,
  };
}
