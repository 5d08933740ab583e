import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { OneFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { refusals } from '../dry-run.ts';
import { bytes } from '../../text/format.ts';
import type { MakeRoomInputs } from './version-slots.ts';
import type { CarSession } from './car-context.ts';
import { firstList, noteVersion } from './car-context.ts';
import {
  blockers,
  describeVersion,
  MOST_VERSIONS,
  oldestUsable,
  stateOf,
} from './version-state.ts';

interface CreateInputs extends Omit<MakeRoomInputs, 'pollInterval'> {
  readonly setOnline: boolean;
}

export async function planCreate(
  session: CarSession,
  inputs: CreateInputs,
  { file, fileName }: { readonly file: OneFile | undefined; readonly fileName: string },
): Promise<Plan> {
  const versions = await firstList(session);
  const leftovers = leftoversIn(versions, inputs);
  const limit = limitOf(versions.length - leftovers.deleted, versions, inputs);
  return {
    headline: `${session.applicationId} would get a version of ${fileName}`,
    would: [
      ...leftovers.would,
      ...limit.would,
      `create a version of ${fileName}`,
      ...(file ? [`upload ${file.path} (${bytes(file.bytes)}), and wait until it is ready`] : []),
      ...(inputs.setOnline ? ['publish it'] : []),
    ],
    blockers: [...leftovers.blockers, ...limit.blockers],
  };
}

interface Part {
  readonly would: readonly string[];
  readonly blockers: readonly string[];
}

function leftoversIn(
  versions: readonly ApplicationVersion[],
  { pendingVersion }: CreateInputs,
): Part & { readonly deleted: number } {
  const found = blockers(versions).map(describeVersion);
  if (pendingVersion === 'delete') {
    const would = found.map((version) => `delete ${version}`);
    return { would, blockers: [], deleted: found.length };
  }
  const inTheWay = found.map((version) => `${version} is not published (pending-version: fail)`);
  return { would: [], blockers: inTheWay, deleted: 0 };
}

function limitOf(
  count: number,
  versions: readonly ApplicationVersion[],
  { versionLimit }: CreateInputs,
): Part {
  const isLeaving = (version: ApplicationVersion) => stateOf(version) === 'deleting';
  if (count - versions.filter(isLeaving).length < MOST_VERSIONS) return { would: [], blockers: [] };
  const full = `the application holds ${MOST_VERSIONS} versions`;
  if (versionLimit === 'fail') return { would: [], blockers: [`${full} (version-limit: fail)`] };
  const would: string[] = [];
  const refused = refusals(() => {
    const oldest = oldestUsable(versions);
    if (oldest) would.push(`delete ${describeVersion(oldest)}`);
  });
  const none = would.length + refused.length === 0 ? [`${full}, and none of them may go`] : [];
  return { would, blockers: [...refused, ...none] };
}

export async function planOnline(session: CarSession, versionId: string): Promise<Plan> {
  const versions = await firstList(session);
  const version = versions.find((candidate) => candidate.versionId === versionId);
  if (version) noteVersion(session, version);
  const isInUse = version !== undefined && stateOf(version) === 'in-use';
  return {
    headline: isInUse
      ? `${versionId} is in use already`
      : `${session.applicationId} would be on ${versionId}`,
    would: isInUse ? [] : [`wait until ${versionId} is ready, and publish it`],
    blockers: version ? [] : [`the application has no version ${versionId}`],
  };
}
