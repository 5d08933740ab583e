import type { ExpiringCredentials } from '../../tencent/credentials/credential-provider.ts';
import type { OperationContext } from '../operation.ts';

/** Temporary keys as Tencent Cloud's services return them; '' if one is missing. */
export interface TemporaryKeys {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  /** Seconds since 1970, if the response contains it. */
  readonly expiredTime?: number | undefined;
}

/**
 * Creates a provider that returns `first` once, and then the keys that `ask` returns. It masks all
 * of them.
 */
export function createTemporaryKeyProvider(
  context: OperationContext,
  first: TemporaryKeys,
  ask: () => Promise<TemporaryKeys>,
): () => Promise<ExpiringCredentials> {
  let next: TemporaryKeys | undefined = first;
  return async () => {
    const keys = next ?? (await ask());
    next = undefined;
    maskKeys(context, keys);
    const { secretId, secretKey, token, expiredTime } = keys;
    const expiresAt = expiredTime === undefined ? undefined : expiredTime * 1000;
    return { credentials: { secretId, secretKey, token }, expiresAt };
  };
}

/** Masks temporary keys in the log. */
export function maskKeys(
  { mask }: OperationContext,
  { secretId, secretKey, token }: TemporaryKeys,
): void {
  [secretId, secretKey, token].filter(Boolean).forEach(mask);
}
