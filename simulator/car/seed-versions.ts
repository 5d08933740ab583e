import type { CarBehaviour } from './behaviour.ts';
import { DEFAULT_REGIONS } from './create-parameters.ts';
import type { CarApplicationSeed, CarVersionSeed } from './seed.ts';
import type { Publication, VersionRecord } from './version.ts';

const DAY = 24 * 3600 * 1000;
const SIZE = 1024;

type MakeRecord = (applicationVersionId: string, fileName: string) => VersionRecord;

export interface SeededVersions {
  records: VersionRecord[];
  publications: Publication[];
}

/** The versions of a seed, made a day apart, the newest a day ago. Throws where two are in use. */
export function seedVersions(
  seed: CarApplicationSeed,
  behaviour: CarBehaviour,
  record: MakeRecord,
): SeededVersions {
  const versions = seed.versions ?? [{ status: 'Inuse' }];
  if (versions.filter(({ status }) => status === 'Inuse').length > 1) {
    throw new Error(`${seed.applicationId}: one version at most can be in use.`);
  }
  const records = versions.map((version, index) => {
    const made = seededRecord(
      version,
      record(idOf(version, seed, index), fileNameOf(version, seed)),
    );
    made.createdAt -= (versions.length - index) * DAY;
    if (seed.kind !== 'mobile')
      Object.assign(made, { regions: [...DEFAULT_REGIONS], updateMode: 'FULL' });
    made.behaviour = { ...behaviour, createFails: version.status === 'CreateFailed' };
    return made;
  });
  return { records, publications: publicationsOf(versions, records) };
}

function seededRecord({ status, size = SIZE }: CarVersionSeed, made: VersionRecord): VersionRecord {
  const completedAt = status === 'Creating' ? made.createdAt : made.createdAt - DAY;
  return { ...made, seededFile: status === 'Uploading' ? null : { size, completedAt } };
}

/** What was published before counts as published a while ago; the one in use comes last. */
function publicationsOf(
  versions: readonly CarVersionSeed[],
  records: readonly VersionRecord[],
): Publication[] {
  const inOrder = (['Usable', 'Inuse'] as const).flatMap((wanted) =>
    records.filter((_, index) => (versions[index]?.status ?? 'Usable') === wanted),
  );
  return inOrder.map(({ applicationVersionId, createdAt }) => ({
    applicationVersionId,
    at: createdAt,
  }));
}

function idOf(
  { applicationVersionId }: CarVersionSeed,
  seed: CarApplicationSeed,
  index: number,
): string {
  return applicationVersionId ?? `ver-${seed.applicationId.replace(/^app-/, '')}${index + 1}`;
}

function fileNameOf(
  { fileName }: CarVersionSeed,
  { applicationId, kind }: CarApplicationSeed,
): string {
  return fileName ?? `${applicationId}.${kind === 'mobile' ? 'apk' : 'zip'}`;
}
