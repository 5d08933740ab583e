import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { formatBytes } from '../../text/format.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import type { CarContext } from './car-context.ts';
import { readInitialVersions, recordVersion } from './car-context.ts';
import { chooseRoomStep } from './version-room.ts';
import { describeVersion, findById, getVersionState } from './version-state.ts';

type CreateInputs = Inputs<never, 'pending-version' | 'version-limit' | 'set-online'>;
type PlanPart = Pick<Plan, 'changes' | 'blockers'>;

/** Plans the creation of a version, with anything that blocks it. */
export async function planCreate(
  car: CarContext,
  inputs: CreateInputs,
  { file, fileName }: { readonly file: PackageFile | undefined; readonly fileName: string },
): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const room = planRoom(versions, inputs);
  return {
    headline: message('plan.car-create', { application: car.applicationId, file: fileName }),
    changes: [
      ...room.changes,
      message('plan.car-create-version', { file: fileName }),
      ...(file
        ? [message('plan.car-upload', { path: file.path, size: formatBytes(file.bytes) })]
        : []),
      ...(inputs.setOnline ? [message('plan.car-publish')] : []),
    ],
    blockers: room.blockers,
  };
}

/** Lists the versions that would be deleted or waited for, in order, and what blocks that. */
function planRoom(first: readonly ApplicationVersion[], inputs: CreateInputs): PlanPart {
  const changes: Text[] = [];
  const deleted = new Set<string>();
  let now = first;
  const blockers = collectBlockers(() => {
    for (;;) {
      const step = chooseRoomStep({ first, now, deleted }, inputs);
      if (step.kind === 'free') return;
      const leaving = step.kind === 'delete' ? [step.version] : step.leaving;
      const key = step.kind === 'delete' ? 'plan.car-delete' : 'plan.car-wait-deleted';
      changes.push(
        ...leaving.map((version) => message(key, { version: describeVersion(version) })),
      );
      now = now.filter((version) => !leaving.includes(version));
    }
  });
  return { changes, blockers };
}

/** Plans the publication of a version, with anything that blocks it. */
export async function planOnline(car: CarContext, versionId: string): Promise<Plan> {
  const versions = await readInitialVersions(car);
  const version = findById(versions, versionId);
  if (version) recordVersion(car.context.report, version);
  const isInUse = version !== undefined && getVersionState(version) === 'in-use';
  return {
    headline: isInUse
      ? message('car.already-in-use', { version: versionId })
      : message('plan.car-online', { application: car.applicationId, version: versionId }),
    changes: isInUse ? [] : [message('plan.car-wait-publish', { version: versionId })],
    blockers: version ? [] : [message('car.not-found', { version: versionId })],
  };
}
