import type { CarKind, CreateVersionParameters } from './car-parameters.ts';
import type { CarBehaviour, CarVersionStatus, Publication, VersionRecord } from './car-version.ts';

/** A version when the simulator starts. */
export interface CarVersionSeed {
  /** Default: generated. */
  applicationVersionId?: string;
  /** Default Usable. Uploading waits for its file; Creating continues like a new version. */
  status?: Exclude<CarVersionStatus, 'Deleting'>;
  /** Default "<application>.zip" or ".apk". */
  fileName?: string;
  /** Bytes; default 1024. */
  size?: number;
}

/** An application of CAR when the simulator starts. */
export interface CarApplicationSeed {
  applicationId: string;
  /** Default desktop. */
  kind?: CarKind;
  /** The oldest first; default: one in use. */
  versions?: CarVersionSeed[];
  /** Region of its bucket; default ap-guangzhou. */
  region?: string;
  behaviour?: Partial<CarBehaviour>;
}

export const DEMO_CAR_APPLICATION = {
  applicationId: 'app-game0001',
  versions: [
    { applicationVersionId: 'ver-game0001', status: 'Usable' },
    { applicationVersionId: 'ver-game0002', status: 'Inuse' },
  ],
} satisfies CarApplicationSeed;

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_SIZE = 1024;
const NO_VERSION = '';

type MakeRecord = (id: string, parameters: CreateVersionParameters) => VersionRecord;

/** The versions of a seed, created a day apart, the newest a day ago. Throws if two are in use. */
export function seedVersions(
  { applicationId, kind, versions = [{ status: 'Inuse' }] }: CarApplicationSeed,
  behaviour: CarBehaviour,
  makeRecord: MakeRecord,
): { records: VersionRecord[]; publications: Publication[] } {
  const defaultFile = `${applicationId}.${kind === 'mobile' ? 'apk' : 'zip'}`;
  const ids = versions.map((version, index) => {
    const generated = `ver-${applicationId.replace(/^app-/, '')}${index + 1}`;
    return version.applicationVersionId ?? generated;
  });
  const idsWith = (wanted: CarVersionStatus): string[] =>
    ids.filter((_, index) => (versions[index]?.status ?? 'Usable') === wanted);
  const [inUse = NO_VERSION, ...more] = idsWith('Inuse');
  if (more.length > 0) throw new Error(`${applicationId}: one version at most can be in use.`);
  const records = versions.map(({ status, fileName, size = DEFAULT_SIZE }, index) => {
    const made = makeRecord(ids[index] ?? '', { ApplicationFileName: fileName ?? defaultFile });
    const uploadedBefore = status === 'Creating' ? behaviour.uploadSeenSeconds * 1000 : DAY_MS;
    return {
      ...made,
      createdAt: made.createdAt - (versions.length - index) * DAY_MS,
      behaviour: { ...behaviour, createFails: status === 'CreateFailed' },
      seededFile:
        status === 'Uploading' ? null : { size, completedAt: made.createdAt - uploadedBefore },
    };
  });
  // The last publication is the version in use; if there is none, its ID matches no version.
  const publications = [...idsWith('Usable'), inUse].map((applicationVersionId) => {
    return { applicationVersionId, at: -Infinity };
  });
  return { records, publications };
}
