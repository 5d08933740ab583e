import type { ServerClock } from './clock-skew.ts';
import type { Credentials } from './credentials/credential-provider.ts';
import type { ApiError } from './api-errors.ts';
import { hasCode } from './api-errors.ts';

/** Other credentials than the refused ones; the same where there are none. */
export type RenewCredentials = (rejected: Credentials) => Promise<Credentials>;

/** Says whether the cause of a refusal is gone, so that the call may be made again at once. */
export type AuthRecovery = (error: ApiError, used: Credentials | undefined) => Promise<boolean>;

/**
 * What helps one call, whatever it does: both refusals come before anything is executed. A wrong
 * clock is set by the answer's Date, an expired token is renewed; each of them once. Rejects as
 * `renew` does.
 */
export function createAuthRecovery(time: ServerClock, renew: RenewCredentials): AuthRecovery {
  let isClockSet = false;
  let isRenewed = false;
  return async (error, used) => {
    if (!isClockSet && hasCode(error, 'AuthFailure.SignatureExpire')) {
      isClockSet = true;
      return setClock(time, error.answeredAt);
    }
    if (!isRenewed && used && hasCode(error, 'AuthFailure.TokenFailure')) {
      isRenewed = true;
      return (await renew(used)) !== used;
    }
    return false;
  };
}

function setClock(time: ServerClock, answeredAt: number): boolean {
  if (Number.isNaN(answeredAt)) return false;
  time.set(answeredAt);
  return true;
}
