import type { Deployment, Pod, Snapshot } from '../../rollout/snapshot.ts';
import { hasCode } from '../../tencent/errors.ts';
import type { Tem, TemTarget } from '../../tencent/tem.ts';

/** Reads one application as it stands, and learns what its site can do. */
export interface Look {
  /** `versionId` asks for the details of that revision's rollout; '' for the latest. */
  (versionId?: string): Promise<Snapshot>;
  /** False once the site has said that it has no rollout details; it has no Resume and Revert then. */
  readonly hasDetail: () => boolean;
}

export function createLook(tem: Tem, target: TemTarget): Look {
  let hasDetail = true;

  const readDeployment = async (versionId: string): Promise<Deployment | undefined> => {
    if (!hasDetail) return undefined;
    try {
      return (await tem.describeDeployApplicationDetail(target, versionId)).value;
    } catch (error) {
      if (isMissingAction(error)) hasDetail = false;
      else if (!hasCode(error, 'ResourceNotFound')) throw error;
      return undefined;
    }
  };

  const look = async (versionId = ''): Promise<Snapshot> => {
    // First alone: a wrong key or application must fail with one call.
    const application = await tem.describeApplicationInfo(target);
    const [deployment, pods] = await Promise.all([
      readDeployment(versionId),
      readPods(tem, target),
    ]);
    return { application: application.value, deployment, pods };
  };

  return Object.assign(look, { hasDetail: () => hasDetail });
}

/** Unknown: with which code a site refuses the actions that its definition lacks. */
export function isMissingAction(error: unknown): boolean {
  return hasCode(error, 'InvalidAction') || hasCode(error, 'ResourceNotFound.InterfaceNotFound');
}

/** An application that has never run has no pods to list. */
async function readPods(tem: Tem, target: TemTarget): Promise<readonly Pod[]> {
  try {
    return (await tem.describeApplicationPods(target)).value;
  } catch (error) {
    if (hasCode(error, 'ResourceNotFound.ServiceRunningVersionNotFound')) return [];
    throw error;
  }
}
