import { carCreateVersion } from './car/car-create-version.ts';
import { carSetOnline } from './car/car-set-online.ts';
import { dlcResultDownload } from './dlc/dlc-result-download.ts';
import { scfCodeUrl } from './scf/scf-code-url.ts';
import type { Operation } from './operation.ts';
import { temPackageUrl } from './tem/tem-package-url.ts';
import { temResume } from './tem/tem-resume.ts';
import { temRevert } from './tem/tem-revert.ts';
import { temRollingUpdate } from './tem/tem-rolling-update.ts';
import { temWait } from './tem/tem-wait.ts';

/** All operations, by the name that the input `operation` has. */
export const OPERATIONS = {
  'tem-rolling-update': temRollingUpdate,
  'tem-wait': temWait,
  'tem-resume': temResume,
  'tem-revert': temRevert,
  'tem-package-url': temPackageUrl,
  'car-create-version': carCreateVersion,
  'car-set-online': carSetOnline,
  'scf-code-url': scfCodeUrl,
  'dlc-result-download': dlcResultDownload,
} as const satisfies Readonly<Record<string, Operation>>;
