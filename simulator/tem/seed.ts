import type { Behaviour } from './behaviour.ts';
import type { NameSource } from './ids.ts';

export type DeployMode = 'IMAGE' | 'JAR' | 'WAR';

/** An application as it stands when the simulator starts. */
export interface ApplicationSeed {
  applicationId: string;
  applicationName?: string;
  environmentId?: string;
  environmentName?: string;
  region?: string;
  deployMode?: DeployMode;
  deployVersion?: string;
  pkgName?: string;
  /** Running instances. */
  instances?: number;
  /** The first current revision. */
  revisionId?: string;
  behaviour?: Partial<Behaviour>;
}

export type CompleteSeed = Required<Omit<ApplicationSeed, 'behaviour'>>;

export const DEMO_APPLICATION = {
  applicationId: 'app-shop0001',
  applicationName: 'shop-api',
  environmentId: 'en-prod0001',
  environmentName: 'production',
  region: 'ap-guangzhou',
  deployMode: 'IMAGE',
  deployVersion: 'v2.3.9',
  instances: 6,
} satisfies ApplicationSeed;

/** What a seed leaves open is as in the demo application; the package and the revision are derived. */
export function completeSeed(seed: ApplicationSeed, names: NameSource): CompleteSeed {
  const complete = {
    applicationId: seed.applicationId,
    applicationName: seed.applicationName ?? DEMO_APPLICATION.applicationName,
    environmentId: seed.environmentId ?? DEMO_APPLICATION.environmentId,
    environmentName: seed.environmentName ?? DEMO_APPLICATION.environmentName,
    region: seed.region ?? DEMO_APPLICATION.region,
    deployMode: seed.deployMode ?? DEMO_APPLICATION.deployMode,
    deployVersion: seed.deployVersion ?? DEMO_APPLICATION.deployVersion,
    instances: seed.instances ?? DEMO_APPLICATION.instances,
  };
  return {
    ...complete,
    pkgName: seed.pkgName ?? packageOf(complete),
    revisionId: seed.revisionId ?? names('revision', 8),
  };
}

function packageOf(seed: Omit<CompleteSeed, 'pkgName' | 'revisionId'>): string {
  if (seed.deployMode === 'IMAGE') return '';
  const file = `${seed.applicationName}-${seed.deployVersion}.${seed.deployMode.toLowerCase()}`;
  return `tem/pkg/1300000000/${seed.applicationId}/${file}`;
}
