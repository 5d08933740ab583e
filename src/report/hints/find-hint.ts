import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import { RoleKeysError } from '../../tencent/credentials/role-keys-error.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { CAR_HINTS } from './car-hints.ts';
import { COMMON_HINTS } from './common-hints.ts';
import { COS_HINTS } from './cos-hints.ts';
import { DLC_HINTS } from './dlc-hints.ts';
import type { Hint, Hints } from './hint-types.ts';
import { describeHint } from './hint-types.ts';
import { SCF_HINTS } from './scf-hints.ts';
import { STS_HINTS } from './sts-hints.ts';
import { TEM_HINTS } from './tem-hints.ts';

/** By the service of the error. */
const HINTS: Readonly<Record<string, Hints>> = {
  car: CAR_HINTS,
  cos: COS_HINTS,
  dlc: DLC_HINTS,
  scf: SCF_HINTS,
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
