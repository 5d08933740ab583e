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

export type KeyRing = ReturnType<typeof keyRing>;

/** All keys that COS knows. */
export function keyRing(credentials: readonly Credentials[], clock: Clock, names: NameSource) {
  const keys = new Map<string, CosKey>();
  const urlKey: Credentials = {
    secretId: `AKID-${SECRET_MARK}`,
    secretKey: names(`${SECRET_MARK}-url-key`, 12),
  };
  const admit = (each: Credentials): void => {
    const { secretId, expiresAt: validUntil = Infinity } = each;
    keys.set(secretId, { ...each, grant: null, validFrom: -Infinity, validUntil });
  };
  for (const each of [...credentials, urlKey]) admit(each);
  return {
    /** Signs the URLs that the simulator itself returns. */
    urlKey,
    /** Accepts keys with all permissions until they expire. */
    admit,
    find: (secretId: string): CosKey | undefined => keys.get(secretId),
    issue: (grant: Grant, lifetimeSeconds: number): TemporaryKey => {
      const key = {
        secretId: names(`AKID-${SECRET_MARK}-tmp`, 8),
        secretKey: names(`${SECRET_MARK}-key`, 12),
        token: names(`${SECRET_MARK}-token`, 16),
        grant,
        validFrom: clock.now(),
        validUntil: clock.now() + lifetimeSeconds * 1000,
      };
      keys.set(key.secretId, key);
      return key;
    },
    /** Expires every temporary key issued so far. */
    expire: (): void => {
      for (const key of keys.values()) {
        if (key.grant !== null) key.validUntil = Math.min(key.validUntil, clock.now());
      }
    },
  };
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
