/** What the simulator accepts; a `token` makes them temporary credentials. */
export interface Credentials {
  secretId: string;
  secretKey: string;
  token?: string;
  /** Virtual milliseconds since 1970; without it they never expire. */
  expiresAt?: number;
}

export const DEMO_CREDENTIALS: Credentials = {
  secretId: 'AKIDsimulatorDemoEXAMPLE',
  secretKey: 'simulatorDemoSecretKeyEXAMPLE',
};
