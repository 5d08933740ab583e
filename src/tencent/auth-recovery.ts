import type { AuthFailure } from './api-errors.ts';
import { ApiError } from './api-errors.ts';
import type { CredentialProvider, Credentials } from './credentials/credential-provider.ts';
import type { Clock } from '../clock.ts';

/**
 * Runs an attempt with signing credentials, and repeats it if the reason for its rejection could be
 * fixed.
 */
export type AuthRecovery = <T>(attempt: (credentials: Credentials) => Promise<T>) => Promise<T>;

/**
 * Creates the recovery for all attempts of one request. A wrong clock is corrected by the
 * response's Date, and rejected credentials are renewed, each at most once. Unknown
 * (api-auth-before-execution): whether both rejections always happen before execution. This code
 * assumes it, so any request can be sent again immediately. Rejects as `attempt` and `credentials`
 * do.
 */
export function createAuthRecovery(
  time: ServerClock,
  credentials: CredentialProvider,
): AuthRecovery {
  const handled = new Set<AuthFailure['kind']>();

  return async (attempt) => {
    for (let used = await credentials(); ;) {
      try {
        return await attempt(used);
      } catch (error) {
        const failure = error instanceof ApiError ? error.authFailure : undefined;
        if (!failure || handled.has(failure.kind)) throw error;
        handled.add(failure.kind);
        if (failure.kind === 'clock-skew') {
          time.set(failure.serverTime);
          // By the corrected time the credentials may have expired.
          used = await credentials();
          continue;
        }
        const renewed = await credentials(used);
        if (isSame(renewed, used)) throw error;
        used = renewed;
      }
    }
  };
}

function isSame(a: Credentials, b: Credentials): boolean {
  return a.secretId === b.secretId && a.token === b.token;
}

/** The server's time: this machine's clock, corrected after the API has rejected it. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Corrects the clock by the server's time, in milliseconds since 1970. */
  readonly set: (cloudNow: number) => void;
}

/**
 * Creates the clock that all signatures of a run share, so that one correction serves all calls.
 */
export function createServerClock(clock: Pick<Clock, 'now'>): ServerClock {
  let offset = 0;
  return {
    now: () => clock.now() + offset,
    set: (cloudNow) => {
      offset = cloudNow - clock.now();
    },
  };
}
