import type { ApplicationVersion, NewVersion } from '../../tencent/car.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { Refusal } from '../outcome.ts';
import { poll } from '../poll.ts';
import { note } from '../report.ts';
import type { CarSession } from './session.ts';
import { listVersions, noteVersion } from './session.ts';
import { describeVersion } from './versions.ts';

/** How long a version may take to show itself after an unclear answer. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/** Creates a version, once: after an unclear answer the list tells whether it is there. */
export async function createVersion(
  session: CarSession,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const version = await create(session, before, wanted);
  noteVersion(session, version);
  session.log.stage('Version', describeVersion(version));
  return version;
}

async function create(
  session: CarSession,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  try {
    const { value, requestId } = await session.car.createApplicationVersion(wanted);
    note(session.report, 'request-id', requestId);
    return value;
  } catch (error) {
    if (!isUnclear(error)) throw error;
    session.log.stage('Version', `the answer is unclear (${error.message}): looks`);
    const found = await findNew(session, before);
    if (found) return found;
    throw new Refusal('it is not known whether the version was created', {
      details: [`Why:  ${error.message}`, 'Seen: no new version half a minute later.'],
      next: [{ sentence: 'Run the job again: it looks before it creates anything.' }],
    });
  }
}

/** A version that was not there before is ours: while one is prepared, no other can be created. */
async function findNew(
  session: CarSession,
  before: readonly ApplicationVersion[],
): Promise<ApplicationVersion | undefined> {
  const known = new Set(before.map(({ versionId }) => versionId));
  const deadline = Math.min(session.clock.now() + SHOWS_WITHIN_MS, session.deadline);
  return poll({ ...session, deadline }, LOOK_EVERY_MS, async () =>
    (await listVersions(session)).find(({ versionId }) => !known.has(versionId)),
  );
}
