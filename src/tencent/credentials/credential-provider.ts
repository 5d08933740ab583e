import type { Clock } from '../../clock.ts';
import type { Credentials } from '../../identity.ts';

export type { Credentials };

/**
 * Gives the credentials to sign with. `rejected` are those that the cloud has just refused: a source
 * that can get others gives others, one that cannot gives the same again.
 */
export type CredentialProvider = (rejected?: Credentials) => Promise<Credentials>;

/** Temporary credentials and when they end (milliseconds since 1970), where that is known. */
export interface ExpiringCredentials {
  readonly credentials: Credentials;
  readonly expiresAt?: number | undefined;
}

/** Keys that stay as they are. */
export function staticProvider(credentials: Credentials): CredentialProvider {
  return () => Promise.resolve(credentials);
}

/**
 * A source that asks for credentials once, again shortly before they expire, and where they were
 * refused. Requests under way at the same time share one renewal. Rejects with whatever `ask`
 * rejects with; where only an early renewal failed, the current credentials still serve.
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

/** Time that a request may take between its signature and its check. */
const MAX_RENEWAL_MARGIN_MS = 60_000;

function getRenewalTime({ expiresAt = Infinity }: ExpiringCredentials, askedAt: number): number {
  // Of credentials that live for a short time only a part is given up.
  const thirdOfLifetime = (expiresAt - askedAt) / 3;
  return expiresAt - Math.min(MAX_RENEWAL_MARGIN_MS, thirdOfLifetime);
}
