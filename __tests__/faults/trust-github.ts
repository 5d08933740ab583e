import type { Simulator } from '../../simulator/index.ts';
import type { OidcService } from '../support/oidc-service.ts';
import { startOidcService } from '../support/oidc-service.ts';

export const AUDIENCE = 'sts.tencentcloudapi.com';

/** GitHub's OIDC service, which the account of this simulator trusts under the name `github`. */
export async function trustGithub(simulator: Simulator): Promise<OidcService> {
  const oidc = await startOidcService(() => simulator.clock.now());
  const { issuer, keys } = oidc;
  simulator.sts.providers.push({ name: 'github', issuer, clientIds: [AUDIENCE], keys: [...keys] });
  return oidc;
}
