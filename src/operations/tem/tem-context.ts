import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Call } from '../../tencent/api-client.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { Step } from '../operation.ts';
import { note } from '../../report/run-record.ts';
import type { Look } from './read-snapshot.ts';
import { createLook } from './read-snapshot.ts';
import type { Narrator } from './progress-log.ts';
import { createNarrator, placeOf } from './progress-log.ts';
import { instances, join } from '../../text/format.ts';
import { CallError, UnclearError } from '../../tencent/api-errors.ts';
import { classify } from '../../tencent/retry.ts';

/** The inputs that name an application. */
export interface TargetInputs {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly sourceChannel?: number | undefined;
}

/** A step at work on one application. */
export interface Session extends Step {
  readonly target: TemTarget;
  readonly tem: Tem;
  readonly look: Look;
  readonly narrator: Narrator;
  /** Looks that did not come through, since the last that did. */
  readonly misses: { inARow: number };
}

export function openSession(step: Step, inputs: TargetInputs): Session {
  const { applicationId, environmentId, sourceChannel } = inputs;
  const target = { applicationId, environmentId, sourceChannel };
  const narrator = createNarrator(step.log, step.startedAt, step.clock.now());
  const tem = createTem(step.call);
  return { ...step, target, tem, narrator, look: createLook(tem, target), misses: { inARow: 0 } };
}

/** The same session over other connections: under another deadline, after a cancel. */
export function withCall(session: Session, call: Call): Session {
  const tem = createTem(call);
  return { ...session, tem, look: createLook(tem, session.target) };
}

/** The look before anything is done: what runs now. It is shown, and kept for the outputs. */
export async function firstLook(session: Session): Promise<Snapshot> {
  const place = placeOf(session.target, session.region);
  const snapshot = await session.look().catch((error: unknown) => {
    // A refusal does not say which names it was asked for.
    session.log.stage('Target', place);
    throw error;
  });
  const { application, pods } = snapshot;
  session.report.before = snapshot;
  session.report.last = snapshot;
  const running = application.currentInstances ?? pods.length;
  session.log.stage(
    'Target',
    join(application.applicationName, place, `${instances(running)}${versionsOf(snapshot)}`),
  );
  return snapshot;
}

/** While a rollout goes on the application names the new version alone, and not all run that yet. */
function versionsOf({ application, deployment }: Snapshot): string {
  const { deployVersion } = application;
  if (!deployVersion) return ' of no version yet';
  const before = isDeploying(application) ? (deployment?.oldDeployVersion ?? '') : '';
  return before ? `, ${before} → ${deployVersion}` : ` of ${deployVersion}`;
}

/** Notes which version and package ran before the rollout that the step follows. */
export function noteBefore(session: Session, version: string, packageName: string): void {
  note(session.report, 'previous-version', version);
  note(session.report, 'previous-package-name', packageName);
}

/** The inputs that operations of TEM have in common; what each means stands in action/inputs.ts. */

export const TARGET = ['application-id', 'environment-id', 'region'] as const;
export const FOLLOW = ['poll-interval', 'failure-grace'] as const;
export const POLICIES = ['on-waiting', 'on-failure', 'on-timeout', 'on-cancel'] as const;

/** Answers in a row that are no API answer, after which something stands between us and the API. */
const STRANGE_ANSWERS = 3;

/**
 * A look that may fail for a while: a read that does not come through is no verdict on a rollout,
 * and the next one may. It is said in the log; what would fail again is thrown. With `last`, the
 * snapshot before, only what has changed is read.
 */
export async function lookPatiently(
  session: Session,
  versionId = '',
  last?: Snapshot,
): Promise<Snapshot | undefined> {
  try {
    const snapshot = await (last ? session.look.again(versionId, last) : session.look(versionId));
    session.report.last = snapshot;
    session.misses.inARow = 0;
    return snapshot;
  } catch (error) {
    session.misses.inARow += 1;
    if (!(error instanceof CallError) || isLasting(error, session.misses.inARow)) throw error;
    session.narrator.tellMissed(error.message, session.clock.now());
    return undefined;
  }
}

function isLasting(error: CallError, inARow: number): boolean {
  if (classify(error) !== 'final') return false;
  return !(error instanceof UnclearError) || inARow >= STRANGE_ANSWERS;
}
