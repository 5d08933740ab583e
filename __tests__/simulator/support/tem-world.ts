import { manualClock } from '../../../simulator/index.ts';
import type {
  ApplicationSeed,
  ManualClock,
  SimulatedApplication,
  Site,
} from '../../../simulator/index.ts';
import { temService, temWorld } from '../../../simulator/tem/tem-service.ts';

export interface Batch {
  BatchIndex: number;
  BatchStatus: string;
  PodNum: number;
  NextBatchStartTime: number;
  OldPods: { PodId: string; Status: string }[];
  NewPods: { PodId: string; Status: string }[];
}

export interface Detail {
  DeployStrategyConf: { DeployStrategyType: number; TotalBatchCount: number; BetaBatchNum: number };
  StartTime: string;
  EndTime: string;
  Status: string;
  CurrentBatchStatus: string;
  CurrentBatchIndex: number;
  BetaBatchDetail: Batch | null;
  OtherBatchDetail: Batch[];
  OldVersionPodList: PodPage;
  NewDeployVersion: string;
  OldDeployVersion: string;
  NextBatchStartTime: number | null;
}

export interface Pod {
  PodId: string;
  VersionId: string;
  Status: string;
  Ready: boolean;
  RestartCount: number;
}

export interface PodPage {
  Offset: number;
  Limit: number;
  TotalCount: number;
  PodList: Pod[];
}

export interface Info {
  VersionId: string;
  DeployVersion: string;
  PkgName: string;
  UnderDeploying: boolean;
  BatchDeployStatus: string;
  Status: string;
  CurrentInstances: number;
  ExpectedInstances: number;
}

/** TEM without HTTP, on a manual clock that starts at a fixed time. */
export interface World {
  clock: ManualClock;
  application: SimulatedApplication;
  ask(action: string, parameters?: Record<string, unknown>): unknown;
  info(): Info;
  detail(versionId?: string): Detail;
  pods(query?: Record<string, unknown>): PodPage;
  batches(): Batch[];
  statuses(): string;
}

/** 2026-01-02 11:00:00 in UTC+8. */
export const START = Date.UTC(2026, 0, 2, 3, 0, 0);
export const IDS = { ApplicationId: 'app-test0001', EnvironmentId: 'en-test0001' };

const SEED = { applicationId: IDS.ApplicationId, environmentId: IDS.EnvironmentId };

export function openWorld(
  seed: Partial<ApplicationSeed> = {},
  site: Site = 'china',
  region = 'ap-guangzhou',
): World {
  const clock = manualClock(START);
  const world = temWorld([{ ...SEED, instances: 4, deployVersion: 'v1', ...seed }], clock);
  const service = temService(world, site, clock);
  const ask: World['ask'] = (action, parameters = {}) =>
    service.perform({ action, parameters: { ...IDS, ...parameters }, region }).Result;
  const detail: World['detail'] = (VersionId) => {
    const query = VersionId === undefined ? {} : { VersionId };
    return ask('DescribeDeployApplicationDetail', query) as Detail;
  };
  const batches: World['batches'] = () => {
    const { BetaBatchDetail, OtherBatchDetail } = detail();
    return [...(BetaBatchDetail === null ? [] : [BetaBatchDetail]), ...OtherBatchDetail];
  };
  return {
    clock,
    application: world.application(IDS.ApplicationId),
    ask,
    detail,
    batches,
    info: () => ask('DescribeApplicationInfo') as Info,
    pods: (query) => ask('DescribeApplicationPods', query) as PodPage,
    statuses: () =>
      batches()
        .map((batch) => batch.BatchStatus)
        .join(' '),
  };
}
