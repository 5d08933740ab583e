import type { Before, Watch } from '../../rollout/watch.ts';
import { watchTriggered } from '../../rollout/watch.ts';
import { CallError, hasCode } from '../../tencent/errors.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { RollingUpdate } from '../../tencent/tem.ts';
import { Refusal } from '../outcome.ts';
import { note } from '../report.ts';
import { duration, join } from '../words.ts';
import type { Found } from './find.ts';
import { findRevision } from './find.ts';
import type { Session } from './session.ts';

/**
 * Starts the rolling update. `undefined`: the application is deploying already, nothing was
 * started. After an unclear answer the application itself tells whether it began.
 */
export async function trigger(
  session: Session,
  before: Before,
  update: RollingUpdate,
): Promise<Watch | undefined> {
  try {
    const { tem, target, report } = session;
    const answer = await tem.rollingUpdateApplicationByVersion(target, update);
    note(report, 'request-id', answer.requestId);
    note(report, 'revision-id', answer.value);
    return watchTriggered(answer.value, before, update.deployVersion);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isUnclear(error)) throw error;
    session.log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    return findTriggered(session, watchTriggered('', before, update.deployVersion), error);
  }
}

async function findTriggered(session: Session, watch: Watch, doubt: CallError): Promise<Watch> {
  const begun = session.clock.now();
  const found = await findOrFail(session, watch);
  if (found.kind === 'found') return { ...watch, revisionId: found.revisionId };
  const waited = duration(session.clock.now() - begun);
  throw new Refusal('it is not known whether the rolling update was started', {
    details: [`Why:  ${doubt.message}`, `Seen: ${inWords(found, waited)}`],
    next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
  });
}

interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/** An error must not hide the doubt that it leaves standing. */
async function findOrFail(session: Session, watch: Watch): Promise<Found | Failed> {
  try {
    return await findRevision(session, watch);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function inWords(found: Exclude<Found, { kind: 'found' }> | Failed, waited: string): string {
  switch (found.kind) {
    case 'absent': {
      const { versionId, deployVersion } = found.application;
      const current = join(versionId || 'no revision', deployVersion);
      return `the application shows ${current}, ${waited} later.`;
    }
    case 'unread':
      return `nothing: no look came through within ${waited}.`;
    case 'failed':
      return `nothing: ${found.message}`;
  }
}
