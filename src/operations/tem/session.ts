import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Call } from '../../tencent/client.ts';
import type { Tem, TemTarget } from '../../tencent/tem.ts';
import { createTem } from '../../tencent/tem.ts';
import type { Step } from '../operation.ts';
import { note } from '../report.ts';
import type { Look } from './look.ts';
import { createLook } from './look.ts';
import type { Narrator } from './narrator.ts';
import { createNarrator } from './narrator.ts';
import { instances, join } from '../words.ts';
import { placeOf } from './words.ts';

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
