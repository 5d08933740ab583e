import type { AuthFailure } from './api-errors.ts';
import { ApiError } from './api-errors.ts';
import type { CredentialProvider, Credentials } from './credentials/credential-provider.ts';
import { blameRoleKeys } from './credentials/role-keys-error.ts';
import type { Clock } from '../clock.ts';

/** Runs an attempt with credentials to sign with, and again where the cause of its refusal is gone. */
export type AuthRecovery = <T>(attempt: (credentials: Credentials) => Promise<T>) => Promise<T>;

/**
 * For all attempts of one request: a wrong clock is set by the answer's Date, and rejected
 * credentials are renewed, each of them once in all. Both refusals come before anything is executed,
 * so that any request may be sent again at once. Rejects as `attempt` and `credentials` do.
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
      } catch (cause) {
        const error = blameRoleKeys(cause, used, time.now());
        const failure = error instanceof ApiError ? error.authFailure : undefined;
        if (!failure || handled.has(failure.kind)) throw error;
        handled.add(failure.kind);
        if (failure.kind === 'clock-skew') {
          time.set(failure.serverTime);
          // By the right time they may have expired.
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

/** The cloud's time: this machine's, set right once the cloud has said that it is wrong. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes over the time that the cloud has just told, in milliseconds since 1970. */
  readonly set: (cloudNow: number) => void;
}

/** One for all that is signed in a run: what one call learns the others know. */
export function createServerClock(clock: Pick<Clock, 'now'>): ServerClock {
  let offset = 0;
  return {
    now: () => clock.now() + offset,
    set: (cloudNow) => {
      offset = cloudNow - clock.now();
    },
  };
}
