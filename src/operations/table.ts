import { temPackageUrl } from './tem-package-url.ts';
import { temResume } from './tem-resume.ts';
import { temRevert } from './tem-revert.ts';
import { temRollingUpdate } from './tem-rolling-update.ts';
import { temWait } from './tem-wait.ts';

/** All operations, by the name that the input `operation` gives. */
export const OPERATIONS = {
  'tem-rolling-update': temRollingUpdate,
  'tem-wait': temWait,
  'tem-resume': temResume,
  'tem-revert': temRevert,
  'tem-package-url': temPackageUrl,
} as const;
