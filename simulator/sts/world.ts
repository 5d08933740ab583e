import type { Clock } from '../clock.ts';
import type { Credentials } from '../credentials.ts';
import { nameSource } from '../tem/ids.ts';
import { SECRET_MARK } from '../tem/webshell.ts';
import type { ProviderSeed, RoleSeed, StsOptions } from './seed.ts';

/** Credentials of a role. */
export interface RoleCredentials extends Credentials {
  token: string;
  roleName: string;
  sessionName: string;
  /** Virtual milliseconds since 1970. */
  expiresAt: number;
}

/** All of STS's state, and the part of CAM that it needs. */
export class StsWorld {
  /** Every set of credentials given away, in order. */
  readonly issued: RoleCredentials[] = [];
  /** May be changed at any time. */
  readonly providers: ProviderSeed[];
  readonly roles: RoleSeed[];
  readonly #clock: Clock;
  readonly #onIssue: (credentials: RoleCredentials) => void;
  readonly #names = nameSource();

  constructor(
    { providers = [], roles = [] }: StsOptions,
    clock: Clock,
    onIssue: (credentials: RoleCredentials) => void,
  ) {
    this.providers = [...providers];
    this.roles = [...roles];
    this.#clock = clock;
    this.#onIssue = onIssue;
  }

  now(): number {
    return this.#clock.now();
  }

  issue(roleName: string, sessionName: string, seconds: number): RoleCredentials {
    const credentials = {
      secretId: this.#names(`AKID-${SECRET_MARK}-role`, 8),
      secretKey: this.#names(`${SECRET_MARK}-role-key`, 12),
      token: this.#names(`${SECRET_MARK}-role-token`, 16),
      ...{ roleName, sessionName },
      // STS tells the end in whole seconds.
      expiresAt: Math.floor(this.now() / 1000 + seconds) * 1000,
    };
    this.issued.push(credentials);
    this.#onIssue(credentials);
    return credentials;
  }

  /** Ends all credentials given away so far, before their time. */
  expire(): void {
    for (const each of this.issued) each.expiresAt = Math.min(each.expiresAt, this.now());
  }
}
