/** What GitHub's side reads and the cloud's side uses, so that neither has to know the other. */

/** Static or temporary keys; `token` is the session token of temporary ones. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
  /** When STS gave them for a role, in ms since 1970; not there for keys of the user's own. */
  readonly receivedAt?: number | undefined;
}

/** Roles, each assumed with the credentials of the one before; there may be none. */
export interface RoleChain {
  readonly roleArns: readonly string[];
  readonly session: {
    /** 2 to 128 of the characters `[\w+=,.@_-]`: it stands in the cloud's audit log. */
    readonly roleSessionName: string;
    /** At most 43,200; the cloud's own default is 7,200. */
    readonly durationSeconds?: number | undefined;
  };
  /** Goes with the last AssumeRole. */
  readonly externalId?: string | undefined;
}
