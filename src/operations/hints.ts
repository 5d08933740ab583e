import type { CloudError } from '../tencent/errors.ts';
import { hasCode } from '../tencent/errors.ts';
import { CAR_HINTS } from './hints/car.ts';
import { COMMON_HINTS } from './hints/common.ts';
import { COS_HINTS } from './hints/cos.ts';
import { DLC_HINTS } from './hints/dlc.ts';
import type { Hint, Hints } from './hints/hint.ts';
import { SCF_HINTS } from './hints/scf.ts';
import { STS_HINTS } from './hints/sts.ts';
import { TEM_HINTS } from './hints/tem.ts';

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
 * What to change about an error, in a few words; '' where there is nothing to say. The longest code
 * that fits decides, and of the same ones the service's own.
 */
export function hintFor(error: CloudError): string {
  const [best] = Object.entries<Hint>({ ...COMMON_HINTS, ...HINTS[error.service] })
    .filter(([code]) => hasCode(error, code))
    .sort(([a], [b]) => b.length - a.length);
  const hint = best?.[1] ?? '';
  return typeof hint === 'function' ? hint(error) : hint;
}
