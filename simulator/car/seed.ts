import type { CarBehaviour } from './behaviour.ts';
import type { CarVersionStatus } from './version.ts';

export type CarKind = 'desktop' | 'mobile';

/** A version as it stands when the simulator starts. */
export interface CarVersionSeed {
  /** Default: made up. */
  applicationVersionId?: string;
  /** Default Usable. Uploading waits for its file; Creating goes on as a new version would. */
  status?: Exclude<CarVersionStatus, 'Deleting'>;
  /** Default "<application>.zip" or ".apk". */
  fileName?: string;
  /** Bytes; default 1024. */
  size?: number;
}

/** An application of CAR as it stands when the simulator starts. */
export interface CarApplicationSeed {
  applicationId: string;
  /** Default desktop. */
  kind?: CarKind;
  /** The oldest first; default: one in use. */
  versions?: CarVersionSeed[];
  /** Of its bucket; default ap-guangzhou. */
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
