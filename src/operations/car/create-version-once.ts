import { parse } from 'node:path';
import type { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApplicationVersion, NewVersion } from '../../tencent/services/car-api.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import type { CarContext } from './car-context.ts';
import { listVersions, recordVersion } from './car-context.ts';
import type { UncertainChange } from './uncertain-change.ts';
import { pollForEffect, unknownOutcome } from './uncertain-change.ts';
import { describeVersion } from './version-state.ts';

/**
 * Creates a version, and never two: after an unclear answer the list tells whether it is there.
 * `before` are the versions that were there. Throws an OperationError where it stays unknown.
 */
export async function createVersion(
  car: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { context } = car;
  assertBeforeDeadline(context, 'the version could be created');
  const version = await sendCreate(car, before, wanted);
  recordVersion(context.report, version);
  context.log.stage('Version', describeVersion(version));
  return version;
}

async function sendCreate(
  car: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { report, log } = car.context;
  try {
    const { value, requestId } = await car.api.createApplicationVersion(wanted);
    setOutput(report, 'request-id', requestId);
    return value;
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw cause;
    log.stage('Version', `the answer is unclear (${cause.message}): looks`);
    const change = { what: 'the version was created', cause };
    const knownIds = new Set(before.map(({ versionId }) => versionId));
    const added = await pollForEffect(car, change, async () => {
      const found = (await listVersions(car)).filter(({ versionId }) => !knownIds.has(versionId));
      return found.length > 0 ? found : undefined;
    });
    return findCreatedVersion(change, added ?? [], wanted.applicationFileName);
  }
}

/**
 * The version that an unclear answer left behind: the only one that was added, unless it is named
 * after another file. Throws an OperationError where it cannot be told.
 */
export function findCreatedVersion(
  change: UncertainChange,
  added: readonly ApplicationVersion[],
  fileName: string,
): ApplicationVersion {
  const [version, ...others] = added;
  if (!version) throw unclear(change, 'no new version half a minute later.', []);
  if (others.length > 0) throw unclear(change, 'several new versions:', added);
  if (!isNamedAfter(version, fileName)) {
    throw unclear(change, `one that is not of ${fileName}:`, added);
  }
  return version;
}

function unclear(
  change: UncertainChange,
  seen: string,
  added: readonly ApplicationVersion[],
): OperationError {
  const versions = added.map((version) => ({ text: describeVersion(version) }));
  return unknownOutcome(change, [{ label: 'Seen', text: seen }, ...versions]);
}

/** The official example names a version after its file, without the extension. */
function isNamedAfter({ name }: ApplicationVersion, fileName: string): boolean {
  return ['', fileName, parse(fileName).name].includes(name);
}
