import { SECRET_MARK } from '../account.ts';
import type { Credentials } from '../account.ts';
import type { Clock } from '../clock.ts';
import type { NameSource } from '../name-source.ts';
import type { CosOperation } from './cos-operations.ts';

/** The permissions of temporary keys. */
export interface Grant {
  bucket: string;
  /** An object's key; if it ends with a slash, everything below it. */
  path: string;
  operations: readonly CosOperation[];
}

export interface CosKey extends Credentials {
  /** Null: everything. */
  grant: Grant | null;
  /** Virtual milliseconds since 1970. */
  validFrom: number;
  validUntil: number;
}

export type TemporaryKey = CosKey & { token: string; grant: Grant };

/** All keys that COS knows. */
export class KeyRing {
  readonly #clock: Clock;
  readonly #names: NameSource;
  readonly #keys = new Map<string, CosKey>();
  /** Signs the URLs that the simulator itself returns. */
  readonly urlKey: Credentials;

  constructor(credentials: readonly Credentials[], clock: Clock, names: NameSource) {
    this.#clock = clock;
    this.#names = names;
    this.urlKey = {
      secretId: `AKID-${SECRET_MARK}`,
      secretKey: names(`${SECRET_MARK}-url-key`, 12),
    };
    for (const each of [...credentials, this.urlKey]) this.admit(each);
  }

  /** Accepts keys with all permissions until they expire. */
  admit(credentials: Credentials): void {
    const { secretId, expiresAt: validUntil = Infinity } = credentials;
    this.#keys.set(secretId, { ...credentials, grant: null, validFrom: -Infinity, validUntil });
  }

  find(secretId: string): CosKey | undefined {
    return this.#keys.get(secretId);
  }

  issue(grant: Grant, lifetimeSeconds: number): TemporaryKey {
    const now = this.#clock.now();
    const key = {
      secretId: this.#names(`AKID-${SECRET_MARK}-tmp`, 8),
      secretKey: this.#names(`${SECRET_MARK}-key`, 12),
      token: this.#names(`${SECRET_MARK}-token`, 16),
      grant,
      validFrom: now,
      validUntil: now + lifetimeSeconds * 1000,
    };
    this.#keys.set(key.secretId, key);
    return key;
  }

  /** Expires every temporary key issued so far. */
  expire(): void {
    const now = this.#clock.now();
    for (const key of this.#keys.values()) {
      if (key.grant !== null) key.validUntil = Math.min(key.validUntil, now);
    }
  }
}

/** Whether a key has this permission. */
export function allows(
  { grant }: CosKey,
  wanted: { bucket: string; key: string; operation: CosOperation },
): boolean {
  if (grant === null) return true;
  const { bucket, path, operations } = grant;
  const isBelow = path.endsWith('/') && wanted.key.startsWith(path);
  const isInScope = wanted.bucket === bucket && (wanted.key === path || isBelow);
  return isInScope && operations.includes(wanted.operation);
}
