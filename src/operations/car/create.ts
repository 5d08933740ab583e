import { parse } from 'node:path';
import type { ApplicationVersion, NewVersion } from '../../tencent/car.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../report.ts';
import type { Doubt } from './doubt.ts';
import { inDoubt, lookInDoubt } from './doubt.ts';
import { guardTime } from './in-time.ts';
import type { CarSession } from './session.ts';
import { listVersions, noteVersion } from './session.ts';
import { describeVersion } from './versions.ts';

/** Creates a version, once: after an unclear answer the list tells whether it is there. */
export async function createVersion(
  session: CarSession,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  guardTime(session, 'the version could be created');
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
  } catch (cause) {
    if (!isUnclear(cause)) throw cause;
    session.log.stage('Version', `the answer is unclear (${cause.message}): looks`);
    const doubt = { what: 'the version was created', cause };
    const found = await lookInDoubt(session, doubt, async () => {
      const added = newVersions(before, await listVersions(session));
      return added.length > 0 ? added : undefined;
    });
    return ours(doubt, found ?? [], wanted.applicationFileName);
  }
}

function newVersions(before: readonly ApplicationVersion[], now: readonly ApplicationVersion[]) {
  const known = new Set(before.map(({ versionId }) => versionId));
  return now.filter(({ versionId }) => !known.has(versionId));
}

/**
 * The version that an unclear answer left behind: the only new one, if it does not have another
 * file's name. Throws a Refusal where it cannot be told.
 */
export function ours(
  doubt: Doubt,
  added: readonly ApplicationVersion[],
  fileName: string,
): ApplicationVersion {
  const [version, ...others] = added;
  if (!version) throw inDoubt(doubt, ['Seen: no new version half a minute later.']);
  if (others.length === 0 && isNamed(version, fileName)) return version;
  const seen = others.length > 0 ? 'several new versions' : `one that is not of ${fileName}`;
  throw inDoubt(doubt, [`Seen: ${seen}:`, ...added.map(describeVersion)]);
}

/** The official example names a version by its file, without the extension. */
function isNamed({ name }: ApplicationVersion, fileName: string): boolean {
  return ['', fileName, parse(fileName).name].includes(name);
}
