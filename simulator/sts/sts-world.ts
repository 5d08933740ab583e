import { SECRET_MARK, UIN } from '../account.ts';
import type { Credentials } from '../account.ts';
import type { Clock } from '../clock.ts';
import { nameSource } from '../name-source.ts';
import type { IdTokenClaims, ProviderSeed } from './id-token.ts';

/** Tokens of a provider; the conditions are those of a trust policy. */
export interface ProviderTrust {
  provider: string;
  /** oidc:aud */
  audience: string;
  /** oidc:sub, with `*` for any text; default: every subject is trusted. */
  subjects?: string[];
}

/** Callers with keys: 'account' (the keys of the account itself) or the name of a role. */
export interface CallerTrust {
  caller: string;
  externalId?: string;
}

export interface RoleSeed {
  roleName: string;
  trusts: (ProviderTrust | CallerTrust)[];
}

export interface StsOptions {
  providers?: ProviderSeed[];
  roles?: RoleSeed[];
}

/** Credentials of a role. */
export interface RoleCredentials extends Credentials {
  token: string;
  roleName: string;
  sessionName: string;
  /** Virtual milliseconds since 1970. */
  expiresAt: number;
}

export type StsWorld = ReturnType<typeof stsWorld>;

/** All of STS's state, and the part of CAM that it needs. */
export function stsWorld(
  { providers = [], roles = [] }: StsOptions,
  clock: Clock,
  onIssue: (credentials: RoleCredentials) => void,
) {
  const names = nameSource();
  const issued: RoleCredentials[] = [];
  return {
    /** All credentials issued so far, in order. */
    issued,
    /** May be changed at any time. */
    providers: [...providers],
    roles: [...roles],
    now: () => clock.now(),
    issue: (roleName: string, sessionName: string, seconds: number): RoleCredentials => {
      const credentials = {
        secretId: names(`AKID-${SECRET_MARK}-role`, 8),
        secretKey: names(`${SECRET_MARK}-role-key`, 12),
        token: names(`${SECRET_MARK}-role-token`, 16),
        roleName,
        sessionName,
        // STS returns the expiry in whole seconds.
        expiresAt: Math.floor(clock.now() / 1000 + seconds) * 1000,
      };
      issued.push(credentials);
      onIssue(credentials);
      return credentials;
    },
    /** Expires all credentials issued so far. */
    expire: (): void => {
      for (const each of issued) each.expiresAt = Math.min(each.expiresAt, clock.now());
    },
  };
}

export function roleArn(roleName: string): string {
  return `qcs::cam::uin/${UIN}:roleName/${roleName}`;
}

/** Whether a role trusts a verified token of a provider. */
export function trustsToken({ trusts }: RoleSeed, provider: string, token: IdTokenClaims): boolean {
  return trusts.some((trust) => {
    if (!('provider' in trust) || trust.provider !== provider) return false;
    const { audience, subjects = ['*'] } = trust;
    return audience === token.audience && subjects.some((each) => isLike(each, token.subject));
  });
}

/** Whether a role trusts a caller: 'account', or the name of the role that it has assumed. */
export function trustsCaller(
  { trusts }: RoleSeed,
  caller: string,
  externalId: string | undefined,
): boolean {
  return trusts.some(
    (trust) =>
      'caller' in trust &&
      trust.caller === caller &&
      (trust.externalId === undefined || trust.externalId === externalId),
  );
}

/** CAM's string_like. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
