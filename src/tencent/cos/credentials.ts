import type { Clock } from '../../clock.ts';
import type { Credentials } from '../client.ts';

/**
 * Gives the credentials to sign with. `rejected` are those that COS has just refused: a source that
 * can get others gives others, one that cannot gives the same again.
 */
export type CredentialsSource = (rejected?: Credentials) => Promise<Credentials>;

/** Temporary credentials and when they end (milliseconds since 1970), where that is known. */
export interface Lease {
  readonly credentials: Credentials;
  readonly expiresAt?: number | undefined;
}

/** Time that a request may take between its signature and its check. */
const MARGIN_MS = 60_000;

/**
 * A source that asks for credentials once, and again when they have expired or were refused.
 * Requests under way at the same time share one question. Rejects with whatever `ask` rejects with.
 */
export function renewable(ask: () => Promise<Lease>, clock: Clock): CredentialsSource {
  let asked: Promise<Lease> | undefined;
  let known: Lease | undefined;

  const remember = (lease: Lease) => (known = lease);
  const forget = (error: unknown) => {
    asked = undefined;
    throw error;
  };
  const askAnew = () => {
    known = undefined;
    asked = ask().then(remember, forget);
    return asked;
  };

  return async (rejected) => {
    const isStale = known && (known.credentials === rejected || expiresSoon(known, clock.now()));
    const lease = await (!asked || isStale ? askAnew() : asked);
    return lease.credentials;
  };
}

function expiresSoon({ expiresAt }: Lease, now: number): boolean {
  return expiresAt !== undefined && now + MARGIN_MS > expiresAt;
}
