import type { Clock } from '../clock.ts';
import { CosWorld } from '../cos/cos-world.ts';
import { act, requireFound } from '../gateway/service.ts';
import type {
  Actions,
  ParametersOf,
  Service,
  ServiceCall,
  ServiceContext,
  ServiceContract,
  Site,
} from '../gateway/service.ts';
import { nameSource } from '../name-source.ts';
import { describeInfo, identity } from './application-info.ts';
import { describeDetail } from './deploy-detail.ts';
import { PackageStore } from './package-store.ts';
import { temError } from './rollout-refusals.ts';
import { describePods } from './run-pods.ts';
import { SimulatedApplication } from './tem-application.ts';
import type { RolloutView } from './tem-application.ts';
import { DEMO_APPLICATION } from './tem-seed.ts';
import type { ApplicationSeed } from './tem-seed.ts';

const APPLICATION = { ApplicationId: 'string', EnvironmentId: 'string' } as const;

const LIST = {
  EnvironmentId: 'string?',
  Limit: 'integer?',
  Offset: 'integer?',
  SourceChannel: 'integer?',
  Filters: 'object-list?',
  SortInfo: 'object?',
} as const;

/** The actions that list entries, and the ID that distinguishes two entries. */
const LISTS = {
  DescribeApplications: 'applicationId',
  DescribeEnvironments: 'environmentId',
} as const;

export const TEM_CONTRACT = {
  service: 'tem',
  version: '2021-07-01',
  regionRequired: true,
  actions: {
    DescribeApplicationInfo: {
      ApplicationId: 'string',
      EnvironmentId: 'string?',
      SourceChannel: 'integer?',
    },
    DescribeApplications: { ...LIST, ApplicationId: 'string?', Keyword: 'string?' },
    DescribeEnvironments: LIST,
    DescribeApplicationPods: {
      ...APPLICATION,
      Limit: 'integer?',
      Offset: 'integer?',
      Status: 'string?',
      PodName: 'string?',
      SourceChannel: 'integer?',
    },
    DescribeDeployApplicationDetail: { ...APPLICATION, VersionId: 'string?' },
    RollingUpdateApplicationByVersion: {
      ...APPLICATION,
      DeployVersion: 'string',
      PackageName: 'string?',
      From: 'string?',
      DeployStrategyType: 'string?',
      TotalBatchCount: 'integer?',
      BatchInterval: 'integer?',
      BetaBatchNum: 'integer?',
      MinAvailable: 'integer?',
      Force: 'boolean?',
    },
    ResumeDeployApplication: APPLICATION,
    RevertDeployApplication: APPLICATION,
    CreateCosToken: {
      ApplicationId: 'string',
      PkgName: 'string',
      OptType: 'integer',
      SourceChannel: 'integer?',
      TimeVersion: 'string?',
    },
    GenerateApplicationPackageDownloadUrl: {
      ApplicationId: 'string',
      PkgName: 'string',
      DeployVersion: 'string',
      SourceChannel: 'integer?',
    },
  },
  changes: [
    'RollingUpdateApplicationByVersion',
    'ResumeDeployApplication',
    'RevertDeployApplication',
  ],
} as const satisfies ServiceContract;

/** The international definition of the same version lacks these. */
export const CHINA_ONLY_ACTIONS: readonly string[] = [
  'DescribeDeployApplicationDetail',
  'ResumeDeployApplication',
  'RevertDeployApplication',
];

/** They return the Result. */
const TEM_ACTIONS: Omit<
  Actions<typeof TEM_CONTRACT, SimulatedApplication, [number, PackageStore], unknown>,
  keyof typeof LISTS
> = {
  DescribeApplicationInfo: (application, _, now) =>
    describeInfo(application, application.visible(), now),
  DescribeApplicationPods: describePods,
  DescribeDeployApplicationDetail: (application, { VersionId }, now) =>
    describeDetail(application, rolloutOf(application, VersionId), now),
  RollingUpdateApplicationByVersion: (application, parameters, _, packages) => {
    packages.check(application, parameters);
    const revisionId = application.startRollout(parameters);
    return application.behaviour.emptyRevision === true ? '' : revisionId;
  },
  ResumeDeployApplication: (application) =>
    application.behaviour.resumeSucceeds !== false && application.resume(),
  RevertDeployApplication: (application) =>
    application.behaviour.revertSucceeds !== false && application.revert(),
  CreateCosToken: (application, parameters, now, packages) =>
    packages.createToken(application, parameters, now),
  GenerateApplicationPackageDownloadUrl: (application, parameters, now, packages) =>
    packages.packageUrl(application, parameters, now),
};

/** The default of `applications` is DEMO_APPLICATION. */
export function openTem(
  { clock, site, cos }: ServiceContext,
  { applications = [DEMO_APPLICATION] }: { applications?: ApplicationSeed[] } = {},
) {
  const world = temWorld(applications, clock);
  return { world, service: temService(world, site, clock, cos) };
}

export type TemWorld = ReturnType<typeof temWorld>;

export function temWorld(seeds: readonly ApplicationSeed[], clock: Clock) {
  const names = nameSource();
  const applications = seeds.map((seed) => new SimulatedApplication(seed, clock, names));
  /** Throws if it does not exist. */
  const application = (id: string): SimulatedApplication =>
    requireFound(applications.find(hasId(id)), `application ${id}`);
  return { applications, application };
}

export function temService(
  world: TemWorld,
  site: Site,
  clock: Clock,
  cos: CosWorld = new CosWorld({}, [], clock),
): Service {
  const packages = new PackageStore(cos, world.applications);
  return {
    contract: contractOf(site),
    perform: (call) => {
      const id = new Map(Object.entries(LISTS)).get(call.action);
      if (id !== undefined) return { Result: listBy(id, world, call) };
      const application = findApplication(world, call);
      return { Result: act(TEM_ACTIONS, call, application, clock.now(), packages) };
    },
    hasSettled: ({ ApplicationId }) => {
      const found = world.applications.find(hasId(ApplicationId));
      return found !== undefined && found.rollouts.length > 0 && !found.isDeploying;
    },
  };
}

function hasId(id: unknown): (application: SimulatedApplication) => boolean {
  return ({ applicationId }) => applicationId === id;
}

function contractOf(site: Site): ServiceContract {
  if (site === 'china') return TEM_CONTRACT;
  const actions = Object.entries(TEM_CONTRACT.actions).filter(
    ([action]) => !CHINA_ONLY_ACTIONS.includes(action),
  );
  return { ...TEM_CONTRACT, actions: Object.fromEntries(actions) };
}

/** A page of the applications or environments of a region. */
function listBy(
  id: (typeof LISTS)[keyof typeof LISTS],
  world: TemWorld,
  { region, parameters }: ServiceCall,
) {
  const { Limit = 20, Offset = 0 } = parameters as ParametersOf<typeof LIST>;
  const inRegion = world.applications.filter((application) => application.region === region);
  const found = [...new Map(inRegion.map((each) => [each[id], identity(each)])).values()];
  return { Records: found.slice(Offset, Offset + Math.min(Limit, 100)), Total: found.length };
}

/** Throws if there is no such application in this region and environment. */
function findApplication(
  world: TemWorld,
  { region, parameters: { ApplicationId, EnvironmentId } }: ServiceCall,
): SimulatedApplication {
  if (ApplicationId === '') throw temError('MissingParameter.ServiceIdNull');
  if (EnvironmentId === '') throw temError('MissingParameter.NamespaceIdNull');
  const found = world.applications.find(hasId(ApplicationId));
  if (found?.region !== region) throw temError('ResourceNotFound.ServiceNotFound');
  if (EnvironmentId !== undefined && EnvironmentId !== found.environmentId) {
    throw temError('ResourceNotFound.VersionNamespaceNotFound');
  }
  return found;
}

/** The previous rollout if the named one is not visible yet. */
function rolloutOf(application: SimulatedApplication, revisionId: string | undefined): RolloutView {
  const visible = application.visible();
  if (revisionId === undefined || revisionId === '') return visible;
  const found = application.find(revisionId);
  // unknown: TEM's error for an unknown VersionId.
  if (found === undefined) throw temError('ResourceNotFound.ServiceRunningVersionNotFound');
  return found.record.startedAt > visible.record.startedAt ? visible : found;
}
