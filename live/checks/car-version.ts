import { asObjects, readText } from '../../src/tencent/json.ts';
import { getResponse } from '../evidence.ts';
import type { Live } from '../live.ts';

/** Creates a CAR version with a file, and deletes it. It is never published. */
export async function checkCarVersion(live: Live): Promise<void> {
  const { carApplicationId, carFile } = live.options;
  if (!carApplicationId || !carFile) return;
  if (!(await live.confirm(`Create a version of ${carApplicationId}, and delete it again?`)))
    return;
  const before = await listVersions(live, carApplicationId);
  const created = await live.permit(['CreateApplicationVersion'], () =>
    live.step({
      operation: 'car-create-version',
      'application-id': carApplicationId,
      'package-file': carFile,
      timeout: '30m',
    }),
  );
  live.facts['car version'] = created.outputs['application-version-status'] ?? '';
  const versionId = created.outputs['application-version-id'] ?? '';
  // Nothing but a version of this run may be deleted.
  if (versionId === '' || before.includes(versionId)) return;
  await live.permit(['DeleteApplicationVersion'], () =>
    live.call('car', 'DeleteApplicationVersion', {
      ApplicationId: carApplicationId,
      ApplicationVersionId: versionId,
    }),
  );
  for (let polls = 0; polls < 60; polls += 1) {
    if (!(await listVersions(live, carApplicationId)).includes(versionId)) break;
    await live.clock.sleep(5_000);
  }
  const isGone = !(await listVersions(live, carApplicationId)).includes(versionId);
  live.facts['car clean-up'] = isGone ? 'done' : 'not done';
}

async function listVersions(live: Live, applicationId: string): Promise<string[]> {
  const answer = await live.call('car', 'DescribeApplicationVersion', {
    ApplicationId: applicationId,
  });
  const versions = asObjects(getResponse(answer).Versions);
  return versions.map((version) => readText(version, 'ApplicationVersionId'));
}
