import { afterEach } from '@jest/globals';
import type { ProviderSeed, RoleSeed } from '../../simulator/index.ts';
import { roleArn } from '../../simulator/index.ts';
import type { OidcService, SubjectForm } from '../support/oidc-service.ts';
import { startOidcService } from '../support/oidc-service.ts';
import type { RunMore, TimedRun, World, WorldOptions } from './world.ts';
import { openWorld } from './world.ts';

export const AUDIENCE = 'sts.tencentcloudapi.com';
export const NO_KEYS = { 'secret-id': '', 'secret-key': '', token: '' };
export const BY_OIDC = { ...NO_KEYS, 'oidc-provider-id': 'github', 'role-arn': roleArn('deploy') };

/** A world whose account trusts GitHub: the role `deploy`, for the branch main of octo-org/shop. */
export interface OidcWorld extends World {
  oidc: OidcService;
  /** Runs the action as a job that may ask for ID tokens. */
  runAsJob: (inputs: Record<string, string>, more?: RunMore) => Promise<TimedRun>;
}

const opened: OidcService[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((service) => service.close()));
});

interface OidcWorldOptions extends WorldOptions {
  roles?: RoleSeed[];
  provider?: Partial<ProviderSeed>;
  /** How GitHub names the repository; default: with its IDs. */
  subjects?: SubjectForm;
  /** The only subject that the role `deploy` trusts; default: that of the branch main. */
  trusted?: string;
}

export async function openOidcWorld(options: OidcWorldOptions = {}): Promise<OidcWorld> {
  const clock = { now: (): number => 0 };
  const oidc = await startOidcService(() => clock.now(), options.subjects);
  opened.push(oidc);
  const { issuer, keys } = oidc;
  const subject = options.trusted ?? oidc.subject;
  const github = { name: 'github', issuer, clientIds: [AUDIENCE], keys: [...keys] };
  const trusts = [{ provider: 'github', audience: AUDIENCE, subjects: [subject] }];
  const world = await openWorld({
    ...options,
    sts: {
      providers: [{ ...github, ...options.provider }],
      roles: [{ roleName: 'deploy', trusts }, ...(options.roles ?? [])],
    },
  });
  clock.now = () => world.time.now();
  return {
    ...world,
    oidc,
    runAsJob: (inputs, { env, ...more } = {}) =>
      world.run(inputs, {
        ...more,
        env: { ...oidc.environment, ...env },
        secrets: () => [
          ...oidc.tokens,
          oidc.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '',
          ...(more.secrets?.() ?? []),
        ],
      }),
  };
}

/** The names and outcomes of the calls to STS. */
export function stsCalls({ simulator }: World): string[] {
  return simulator.calls
    .filter(({ service }) => service === 'sts')
    .map(({ action, outcome }) => `${action} → ${outcome}`);
}
