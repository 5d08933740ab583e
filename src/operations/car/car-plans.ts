import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import { formatBytes } from '../../text/format.ts';
import type { VersionSlotInputs } from './version-slots.ts';
import type { CarContext } from './car-context.ts';
import { readInitialVersions, recordVersion } from './car-context.ts';
import {
  findBlockingVersions,
  describeVersion,
  MAX_VERSIONS,
  findOldestUsable,
  getVersionState,
} from './version-state.ts';

interface CreateInputs extends Omit<VersionSlotInputs, 'pollInterval'> {
  readonly setOnline: boolean;
}

export async function planCreate(
  context: CarContext,
  inputs: CreateInputs,
  { file, fileName }: { readonly file: PackageFile | undefined; readonly fileName: string },
): Promise<Plan> {
  const versions = await readInitialVersions(context);
  const leftovers = leftoversIn(versions, inputs);
  const limit = limitOf(versions.length - leftovers.deleted, versions, inputs);
  return {
    headline: `${context.applicationId} would get a version of ${fileName}`,
    would: [
      ...leftovers.would,
      ...limit.would,
      `create a version of ${fileName}`,
      ...(file
        ? [`upload ${file.path} (${formatBytes(file.bytes)}), and wait until it is ready`]
        : []),
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
  const found = findBlockingVersions(versions).map(describeVersion);
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
  const isLeaving = (version: ApplicationVersion) => getVersionState(version) === 'deleting';
  if (count - versions.filter(isLeaving).length < MAX_VERSIONS) return { would: [], blockers: [] };
  const full = `the application holds ${MAX_VERSIONS} versions`;
  if (versionLimit === 'fail') return { would: [], blockers: [`${full} (version-limit: fail)`] };
  const would: string[] = [];
  const refused = collectBlockers(() => {
    const oldest = findOldestUsable(versions);
    if (oldest) would.push(`delete ${describeVersion(oldest)}`);
  });
  const none = would.length + refused.length === 0 ? [`${full}, and none of them may go`] : [];
  return { would, blockers: [...refused, ...none] };
}

export async function planOnline(context: CarContext, versionId: string): Promise<Plan> {
  const versions = await readInitialVersions(context);
  const version = versions.find((candidate) => candidate.versionId === versionId);
  if (version) recordVersion(context, version);
  const isInUse = version !== undefined && getVersionState(version) === 'in-use';
  return {
    headline: isInUse
      ? `${versionId} is in use already`
      : `${context.applicationId} would be on ${versionId}`,
    would: isInUse ? [] : [`wait until ${versionId} is ready, and publish it`],
    blockers: version ? [] : [`the application has no version ${versionId}`],
  };
}
