import type { CarBehaviour } from './behaviour.ts';
import { DEFAULT_REGIONS } from './create-parameters.ts';
import type { CarApplicationSeed, CarVersionSeed } from './seed.ts';
import type { Publication, VersionRecord } from './version.ts';

const DAY = 24 * 3600 * 1000;
const SIZE = 1024;
const NO_VERSION = '';

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
  if (status === 'Uploading') return made;
  const { createdAt, behaviour } = made;
  const seenFor = status === 'Creating' ? behaviour.uploadSeenSeconds * 1000 : DAY;
  return { ...made, seededFile: { size, completedAt: createdAt - seenFor } };
}

/** What was published before counts as published a while ago; the one in use, if any, comes last. */
function publicationsOf(
  versions: readonly CarVersionSeed[],
  records: readonly VersionRecord[],
): Publication[] {
  const idsOf = (wanted: CarVersionSeed['status']): string[] =>
    records
      .filter((_, index) => (versions[index]?.status ?? 'Usable') === wanted)
      .map((record) => record.applicationVersionId);
  const [inUse = NO_VERSION] = idsOf('Inuse');
  return [...idsOf('Usable'), inUse].map((applicationVersionId) => {
    return { applicationVersionId, at: -Infinity };
  });
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
