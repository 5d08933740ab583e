/** What the simulator accepts; a `token` makes them temporary credentials. */
export interface Credentials {
  secretId: string;
  secretKey: string;
  token?: string;
}

export const DEMO_CREDENTIALS: Credentials = {
  secretId: 'AKIDsimulatorDemoEXAMPLE',
  secretKey: 'simulatorDemoSecretKeyEXAMPLE',
};
