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

interface Held extends ExpiringCredentials {
  readonly renewAt: number;
}

/** Time that a request may take between its signature and its check. */
const MARGIN_MS = 60_000;
/** Of credentials that live for a short time only a part is given up. */
const MARGIN_SHARE = 3;

/** Keys that stay as they are. */
export function staticProvider(credentials: Credentials): CredentialProvider {
  return () => Promise.resolve(credentials);
}

/**
 * A source that asks for credentials once, again shortly before they expire, and where they were
 * refused. Requests under way at the same time share one question. Rejects with whatever `ask`
 * rejects with; where only an early renewal failed, the credentials at hand still serve.
 */
export function cachedProvider(
  ask: () => Promise<ExpiringCredentials>,
  clock: Pick<Clock, 'now'>,
): CredentialProvider {
  let held: Held | undefined;
  let renewal: Promise<Held> | undefined;

  const askAnew = async () => {
    const askedAt = clock.now();
    held = holding(await ask(), askedAt);
    return held;
  };
  const forget = () => {
    renewal = undefined;
  };

  return async (rejected) => {
    const known = held;
    const isRefused = known?.credentials === rejected;
    if (known && !renewal && !isRefused && clock.now() <= known.renewAt) return known.credentials;
    renewal ??= askAnew().finally(forget);
    try {
      return (await renewal).credentials;
    } catch (error) {
      if (!known || isRefused || clock.now() >= (known.expiresAt ?? Infinity)) throw error;
      return known.credentials;
    }
  };
}

function holding(lease: ExpiringCredentials, askedAt: number): Held {
  const { expiresAt = Infinity } = lease;
  const margin = Math.min(MARGIN_MS, (expiresAt - askedAt) / MARGIN_SHARE);
  return { ...lease, renewAt: expiresAt - margin };
}
