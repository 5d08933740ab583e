/** Types shared by src/github and src/tencent, so that neither depends on the other. */

/** Permanent or temporary keys. `token` is the session token of temporary keys. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
  /**
   * When STS issued them for a role, in milliseconds since 1970; undefined for the user's own keys.
   */
  readonly receivedAt?: number | undefined;
}

/** Roles, each assumed with the credentials of the previous one. May be empty. */
export interface RoleChain {
  readonly roleArns: readonly string[];
  readonly session: {
    /** 2 to 128 of the characters `[\w+=,.@_-]`. CloudAudit shows it. */
    readonly roleSessionName: string;
    /** At most 43,200 seconds; the default of STS is 7,200. */
    readonly durationSeconds?: number | undefined;
  };
  /** Sent with the last AssumeRole. */
  readonly externalId?: string | undefined;
}
