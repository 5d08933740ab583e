import type { Clock } from '../../clock.ts';
import type { Credentials } from '../../identity.ts';

export type { Credentials };

/**
 * Returns credentials for signing. `rejected` are credentials that the API has just rejected: the
 * provider returns different ones if it can, otherwise the same again.
 */
export type CredentialProvider = (rejected?: Credentials) => Promise<Credentials>;

/** Temporary credentials and their expiry in milliseconds since 1970, if known. */
export interface ExpiringCredentials {
  readonly credentials: Credentials;
  readonly expiresAt?: number | undefined;
}

/** Returns a provider of fixed keys. */
export function staticProvider(credentials: Credentials): CredentialProvider {
  return () => Promise.resolve(credentials);
}

/**
 * Returns a provider that calls `ask` once, again shortly before the credentials expire, and again
 * after they were rejected. Concurrent requests share one renewal. Rejects as `ask` does; if only
 * an early renewal fails, the current credentials stay in use.
 */
export function cachedProvider(
  ask: () => Promise<ExpiringCredentials>,
  clock: Pick<Clock, 'now'>,
): CredentialProvider {
  let current: RenewableCredentials | undefined;
  let renewal: Promise<RenewableCredentials> | undefined;

  const renew = async () => {
    const askedAt = clock.now();
    const received = await ask();
    current = { ...received, renewAt: getRenewalTime(received, askedAt) };
    return current;
  };
  const endRenewal = () => {
    renewal = undefined;
  };

  return async (rejected) => {
    const known = current;
    const isRejected = known?.credentials === rejected;
    if (known && !renewal && !isRejected && clock.now() <= known.renewAt) return known.credentials;
    renewal ??= renew().finally(endRenewal);
    try {
      return (await renewal).credentials;
    } catch (error) {
      if (!known || isRejected || clock.now() >= (known.expiresAt ?? Infinity)) throw error;
      return known.credentials;
    }
  };
}

interface RenewableCredentials extends ExpiringCredentials {
  readonly renewAt: number;
}

/** The most that may pass between signing a request and its verification. */
const MAX_RENEWAL_MARGIN_MS = 60_000;

function getRenewalTime({ expiresAt = Infinity }: ExpiringCredentials, askedAt: number): number {
  // For short-lived credentials the margin is at most a third of their lifetime.
  const thirdOfLifetime = (expiresAt - askedAt) / 3;
  return expiresAt - Math.min(MAX_RENEWAL_MARGIN_MS, thirdOfLifetime);
}
