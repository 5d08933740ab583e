/** The APPID of the simulator's only account: every bucket's name ends with it. */
export const APP_ID = '1300000000';

/** The user ID (UIN) of the same account, which owns the roles and callers. */
export const UIN = '100000000001';

/** Part of every value in a response that a client must not print. */
export const SECRET_MARK = 'DO-NOT-PRINT';

/** A key pair that the simulator accepts; a `token` makes it temporary. */
export interface Credentials {
  secretId: string;
  secretKey: string;
  token?: string;
  /** Virtual milliseconds since 1970; without it the credentials never expire. */
  expiresAt?: number;
}

export const DEMO_CREDENTIALS: Credentials = {
  secretId: 'AKIDsimulatorDemoEXAMPLE',
  secretKey: 'simulatorDemoSecretKeyEXAMPLE',
};
