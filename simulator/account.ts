/** The APPID of the one account that the simulator knows: every bucket's name ends with it. */
export const APP_ID = '1300000000';

/** The user ID (UIN) of the same account: roles and callers belong to it. */
export const UIN = '100000000001';

/** Every value of an answer that a client must not print contains this. */
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
