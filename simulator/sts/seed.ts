import type { JsonWebKey } from 'node:crypto';

/** The account that roles and callers belong to. */
export const UIN = '100000000001';

/** An OIDC identity provider as CAM holds it. */
export interface ProviderSeed {
  name: string;
  /** The `iss` of its tokens. */
  issuer: string;
  /** The `aud` that its tokens may have. */
  clientIds: string[];
  /** The public keys of its tokens, each with its `kid`. */
  keys: (JsonWebKey & { kid?: string })[];
}

/** Tokens of a provider; the conditions are those of a trust policy. */
export interface ProviderTrust {
  provider: string;
  /** oidc:aud */
  audience: string;
  /** oidc:sub, where `*` stands for any text; without it every subject is let in. */
  subjects?: string[];
}

/** Callers with keys: 'account' are the keys of the account itself, or the name of a role. */
export interface CallerTrust {
  caller: string;
  externalId?: string;
}

export interface RoleSeed {
  roleName: string;
  trusts: (ProviderTrust | CallerTrust)[];
  /** The longest DurationSeconds; default 43,200. */
  maxSeconds?: number;
}

export interface StsOptions {
  providers?: ProviderSeed[];
  roles?: RoleSeed[];
}

export function roleArn(roleName: string): string {
  return `qcs::cam::uin/${UIN}:roleName/${roleName}`;
}
