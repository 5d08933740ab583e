import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { formatBytes } from '../../text/format.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import type { CarContext } from './car-context.ts';
import { readInitialVersions, recordVersion } from './car-context.ts';
import { chooseRoomStep } from './version-room.ts';
import { describeVersion, findById, getVersionState } from './version-state.ts';

type CreateInputs = Inputs<never, 'pending-version' | 'version-limit' | 'set-online'>;
type PlanPart = Pick<Plan, 'would' | 'blockers'>;

/** What the creation of a version would do, and what would stop it. */
export async function planCreate(
  car: CarContext,
  inputs: CreateInputs,
  { file, fileName }: { readonly file: PackageFile | undefined; readonly fileName: string },
): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const room = planRoom(versions, inputs);
  return {
    headline: `${car.applicationId} would get a version of ${fileName}`,
    would: [
      ...room.would,
      `create a version of ${fileName}`,
      ...(file
        ? [`upload ${file.path} (${formatBytes(file.bytes)}), and wait until it is ready`]
        : []),
      ...(inputs.setOnline ? ['publish it'] : []),
    ],
    blockers: room.blockers,
  };
}

/** The versions that would be deleted or waited for, one after the other, and what would stop it. */
function planRoom(first: readonly ApplicationVersion[], inputs: CreateInputs): PlanPart {
  const would: string[] = [];
  const deleted = new Set<string>();
  let now = first;
  const blockers = collectBlockers(() => {
    for (;;) {
      const step = chooseRoomStep({ first, now, deleted }, inputs);
      if (step.kind === 'free') return;
      const leaving = step.kind === 'delete' ? [step.version] : step.leaving;
      const verb = step.kind === 'delete' ? 'delete' : 'wait until it is deleted:';
      would.push(...leaving.map((version) => `${verb} ${describeVersion(version)}`));
      now = now.filter((version) => !leaving.includes(version));
    }
  });
  return { would, blockers };
}

/** What the publishing of a version would do, and what would stop it. */
export async function planOnline(car: CarContext, versionId: string): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const version = findById(versions, versionId);
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
