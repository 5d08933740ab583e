import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import { RoleKeysError } from '../../tencent/credentials/role-keys-error.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { COMMON_HINTS } from './common-hints.ts';
import { COS_HINTS } from './cos-hints.ts';
import type { Hint, Hints } from './hint-types.ts';
import { describeHint } from './hint-types.ts';
import { SERVICE_HINTS } from './service-hints.ts';
import { STS_HINTS } from './sts-hints.ts';
import { TEM_HINTS } from './tem-hints.ts';

/** Hints by the service of the error. */
export const HINTS: Readonly<Record<string, Hints>> = {
  ...SERVICE_HINTS,
  cos: COS_HINTS,
  sts: STS_HINTS,
  tem: TEM_HINTS,
};

/**
 * Returns a short fix for an API error; '' if there is none. The longest matching code wins; for
 * the same code, the service's hint takes precedence over the common one.
 */
export function findHint(error: ApiResponseError): Text {
  if (error instanceof RoleKeysError) return message('hint.sts-role-keys');
  const [best] = Object.entries<Hint>({ ...COMMON_HINTS, ...HINTS[error.service] })
    .filter(([code]) => hasCode(error, code))
    .sort(([a], [b]) => b.length - a.length);
  return best ? describeHint(best[1], error) : '';
}
