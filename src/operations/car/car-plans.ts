import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { formatBytes } from '../../text/format.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import type { CarContext } from './car-context.ts';
import { readInitialVersions, recordVersion } from './car-context.ts';
import {
  describeVersion,
  findBlockingVersions,
  findOldestUsable,
  getVersionState,
  MAX_VERSIONS,
} from './version-state.ts';

type CreateInputs = Inputs<never, 'pending-version' | 'version-limit' | 'set-online'>;
type PlanPart = Pick<Plan, 'would' | 'blockers'>;

/** What the creation of a version would do, and what would stop it. */
export async function planCreate(
  car: CarContext,
  inputs: CreateInputs,
  { file, fileName }: { readonly file: PackageFile | undefined; readonly fileName: string },
): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const blocking = planBlockingVersions(versions, inputs);
  const limit = planVersionLimit(versions, blocking.deleted, inputs);
  return {
    headline: `${car.applicationId} would get a version of ${fileName}`,
    would: [
      ...blocking.would,
      ...limit.would,
      `create a version of ${fileName}`,
      ...(file
        ? [`upload ${file.path} (${formatBytes(file.bytes)}), and wait until it is ready`]
        : []),
      ...(inputs.setOnline ? ['publish it'] : []),
    ],
    blockers: [...blocking.blockers, ...limit.blockers],
  };
}

/** Versions that were never published; `deleted`: how many of them would go. */
function planBlockingVersions(
  versions: readonly ApplicationVersion[],
  { pendingVersion }: CreateInputs,
): PlanPart & { readonly deleted: number } {
  const found = findBlockingVersions(versions).map(describeVersion);
  if (pendingVersion === 'delete') {
    const would = found.map((version) => `delete ${version}`);
    return { would, blockers: [], deleted: found.length };
  }
  const blockers = found.map((version) => `${version} is not published (pending-version: fail)`);
  return { would: [], blockers, deleted: 0 };
}

/** The version that would have to go because the application holds as many as it can. */
function planVersionLimit(
  versions: readonly ApplicationVersion[],
  deleted: number,
  { versionLimit }: CreateInputs,
): PlanPart {
  const staying = versions.filter((version) => getVersionState(version) !== 'deleting');
  if (staying.length - deleted < MAX_VERSIONS) return { would: [], blockers: [] };
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

/** What the publishing of a version would do, and what would stop it. */
export async function planOnline(car: CarContext, versionId: string): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const version = versions.find((candidate) => candidate.versionId === versionId);
  if (version) recordVersion(car.context.report, version);
  const isInUse = version !== undefined && getVersionState(version) === 'in-use';
  return {
    headline: isInUse
      ? `${versionId} is in use already`
      : `${car.applicationId} would be on ${versionId}`,
    would: isInUse ? [] : [`wait until ${versionId} is ready, and publish it`],
    blockers: version ? [] : [`the application has no version ${versionId}`],
  };
}
