import type { AuthFailure } from './api-errors.ts';
import { ApiError } from './api-errors.ts';
import type { ServerClock } from './clock-skew.ts';
import type { Credentials, CredentialProvider } from './credentials/credential-provider.ts';

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

  /** The credentials for another attempt; throws the error where nothing helps. */
  const recoverOrThrow = async (error: unknown, used: Credentials): Promise<Credentials> => {
    const failure = error instanceof ApiError ? error.authFailure : undefined;
    if (!failure || handled.has(failure.kind)) throw error;
    handled.add(failure.kind);
    if (failure.kind === 'clock-skew') {
      time.set(failure.serverTime);
      // By the right time they may have expired.
      return credentials();
    }
    const renewed = await credentials(used);
    if (isSame(renewed, used)) throw error;
    return renewed;
  };

  return async (attempt) => {
    for (let used = await credentials(); ;) {
      try {
        return await attempt(used);
      } catch (error) {
        used = await recoverOrThrow(error, used);
      }
    }
  };
}

function isSame(a: Credentials, b: Credentials): boolean {
  return a.secretId === b.secretId && a.token === b.token;
}
