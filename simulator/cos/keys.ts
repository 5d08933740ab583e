import type { Clock } from '../clock.ts';
import type { Credentials } from '../credentials.ts';
import type { NameSource } from '../tem/ids.ts';
import { SECRET_MARK } from '../tem/webshell.ts';
import type { CosOperation } from './operation.ts';

/** What temporary keys may touch. */
export interface Grant {
  bucket: string;
  /** An object's key; with a slash at its end everything below it. */
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
  /** Signs the URLs that the simulator itself gives away. */
  readonly urlKey: CosKey;

  constructor(credentials: readonly Credentials[], clock: Clock, names: NameSource) {
    this.#clock = clock;
    this.#names = names;
    this.urlKey = permanent({
      secretId: `AKID-${SECRET_MARK}`,
      secretKey: names(`${SECRET_MARK}-url-key`, 12),
    });
    for (const each of [...credentials.map(permanent), this.urlKey]) {
      this.#keys.set(each.secretId, each);
    }
  }

  /** Takes keys that another service has given away; they may do everything until they expire. */
  admit(credentials: Credentials): void {
    const { expiresAt = Infinity } = credentials;
    const key = { ...permanent(credentials), validUntil: expiresAt };
    this.#keys.set(key.secretId, key);
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

  /** Ends every temporary key that is valid now; those issued later are valid. */
  expire(): void {
    const now = this.#clock.now();
    for (const key of this.#keys.values()) {
      if (key.grant !== null) key.validUntil = Math.min(key.validUntil, now);
    }
  }
}

function permanent(credentials: Credentials): CosKey {
  return { ...credentials, grant: null, validFrom: -Infinity, validUntil: Infinity };
}

export function allows(
  { grant }: CosKey,
  wanted: { bucket: string; key: string; operation: CosOperation },
): boolean {
  if (grant === null) return true;
  const { bucket, path, operations } = grant;
  const isBelow = path.endsWith('/') && wanted.key.startsWith(path);
  const isThere = wanted.bucket === bucket && (wanted.key === path || isBelow);
  return isThere && operations.includes(wanted.operation);
}
