import type { Application, Deployment, Pod } from '../../rollout/snapshot.ts';
import type { Call } from '../api-client.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asObjects, readFlag, readNumber, readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { createService, readAllPages } from './api-service.ts';
import type { CosToken, TemEntry } from './tem-responses.ts';
import {
  readApplication,
  readApplicationEntry,
  readCosToken,
  readDeployment,
  readEnvironmentEntry,
  readPod,
} from './tem-responses.ts';

export type { TemEntry } from './tem-responses.ts';

/** Which application, where. `sourceChannel` is sent on every call that takes it. */
export interface TemTarget {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly sourceChannel?: number | undefined;
}

/** RollingUpdateApplicationByVersion beside the target; what is undefined is not sent. */
export interface RollingUpdate {
  readonly deployVersion: string;
  readonly packageName?: string | undefined;
  readonly from?: string | undefined;
  readonly deployStrategy?: string | undefined;
  readonly totalBatchCount?: number | undefined;
  /** Seconds (inferred: the API's documentation names no unit; its examples are 60 and 200). */
  readonly batchInterval?: number | undefined;
  readonly betaBatchNum?: number | undefined;
  readonly minAvailable?: number | undefined;
  readonly force?: boolean | undefined;
}

/** A package version, as GenerateApplicationPackageDownloadUrl wants it. */
export interface TemPackage {
  readonly applicationId: string;
  readonly packageName: string;
  readonly deployVersion: string;
  readonly sourceChannel?: number | undefined;
}

/** How much of a list is read. */
export interface ListOptions {
  readonly sourceChannel?: number | undefined;
  /** Makes one call; all pages are read if it is left out. */
  readonly isFirstPage?: boolean;
}

/** TEM 2021-07-01: the calls of a rollout, typed. Each rejects as `Call` does. */
export interface Tem {
  /** The applications of the region. */
  describeApplications(options: ListOptions): Promise<ApiResult<TemEntry[]>>;
  /** The environments of the region that have not been destroyed. */
  describeEnvironments(options: ListOptions): Promise<ApiResult<TemEntry[]>>;
  describeApplicationInfo(target: TemTarget): Promise<ApiResult<Application>>;
  describeApplicationPods(target: TemTarget): Promise<ApiResult<Pod[]>>;
  describeDeployApplicationDetail(
    target: TemTarget,
    versionId: string,
  ): Promise<ApiResult<Deployment>>;
  /** The value is the revision ID; '' is possible and no failure. */
  rollingUpdateApplicationByVersion(
    target: TemTarget,
    update: RollingUpdate,
  ): Promise<ApiResult<string>>;
  /** The value says whether the cloud accepted. */
  resumeDeployApplication(target: TemTarget): Promise<ApiResult<boolean>>;
  /** The value says whether the cloud accepted. */
  revertDeployApplication(target: TemTarget): Promise<ApiResult<boolean>>;
  /** Temporary keys to upload a package to its place. */
  createCosToken(wanted: TemPackage): Promise<ApiResult<CosToken>>;
  /** The value is a pre-signed URL; '' if the cloud has none. */
  generateApplicationPackageDownloadUrl(wanted: TemPackage): Promise<ApiResult<string>>;
}

/** OptType of CreateCosToken: 1 uploads, 2 queries. */
const UPLOAD = 1;

/** The API's own default is 20; unknown: its maximum. */
const FIRST_PAGE_SIZE = 100;

export function createTem(call: Call): Tem {
  const { read, change, missingField } = createService(call, 'tem', '2021-07-01');

  const list = async (
    action: 'DescribeApplications' | 'DescribeEnvironments',
    readEntry: (record: JsonObject) => TemEntry | undefined,
    { sourceChannel, isFirstPage = false }: ListOptions,
  ): Promise<ApiResult<TemEntry[]>> => {
    let requestId = '';
    const readPage = async (Limit: number, Offset: number) => {
      const page = await read(action, { Limit, Offset, SourceChannel: sourceChannel });
      requestId = page.requestId;
      const result = asObject(page.response.Result);
      return { items: asObjects(result?.Records), total: readNumber(result, 'Total') ?? 0 };
    };
    const idOf = (record: JsonObject) => JSON.stringify(readEntry(record) ?? record);
    const records = isFirstPage
      ? (await readPage(FIRST_PAGE_SIZE, 0)).items
      : await readAllPages(readPage, idOf);
    const value = records.map(readEntry).filter((entry) => entry !== undefined);
    return { value, requestId };
  };

  return {
    describeApplications: (options) => list('DescribeApplications', readApplicationEntry, options),
    describeEnvironments: (options) => list('DescribeEnvironments', readEnvironmentEntry, options),

    async describeApplicationInfo(target) {
      const action = 'DescribeApplicationInfo';
      const { response, requestId } = await read(action, {
        ...identify(target),
        SourceChannel: target.sourceChannel,
      });
      const result = asObject(response.Result);
      if (!result) throw missingField(action, 'Result');
      return { value: readApplication(result), requestId };
    },

    async describeApplicationPods(target) {
      let requestId = '';
      const readPage = async (limit: number, offset: number) => {
        const page = await read('DescribeApplicationPods', {
          ...identify(target),
          SourceChannel: target.sourceChannel,
          Limit: limit,
          Offset: offset,
        });
        requestId = page.requestId;
        const result = asObject(page.response.Result);
        return {
          items: asObjects(result?.PodList).map(readPod),
          total: readNumber(result, 'TotalCount') ?? 0,
        };
      };
      const value = await readAllPages(readPage, ({ podId }) => podId);
      return { value, requestId };
    },

    async describeDeployApplicationDetail(target, versionId) {
      const { response, requestId } = await read('DescribeDeployApplicationDetail', {
        ...identify(target),
        VersionId: versionId || undefined,
      });
      return { value: readDeployment(asObject(response.Result) ?? {}), requestId };
    },

    async rollingUpdateApplicationByVersion(target, update) {
      const { response, requestId } = await change('RollingUpdateApplicationByVersion', {
        ...identify(target),
        DeployVersion: update.deployVersion,
        PackageName: update.packageName,
        From: update.from,
        DeployStrategyType: update.deployStrategy,
        TotalBatchCount: update.totalBatchCount,
        BatchInterval: update.batchInterval,
        BetaBatchNum: update.betaBatchNum,
        MinAvailable: update.minAvailable,
        // Unknown: what `false` says to the cloud beyond not saying anything.
        Force: update.force === true ? true : undefined,
      });
      return { value: readText(response, 'Result'), requestId };
    },

    async resumeDeployApplication(target) {
      const { response, requestId } = await change('ResumeDeployApplication', identify(target));
      return { value: readFlag(response, 'Result'), requestId };
    },

    async revertDeployApplication(target) {
      const { response, requestId } = await change('RevertDeployApplication', identify(target));
      return { value: readFlag(response, 'Result'), requestId };
    },

    async createCosToken(wanted) {
      const action = 'CreateCosToken';
      const { response, requestId } = await read(action, {
        ApplicationId: wanted.applicationId,
        PkgName: wanted.packageName,
        OptType: UPLOAD,
        SourceChannel: wanted.sourceChannel,
        TimeVersion: wanted.deployVersion,
      });
      const value = readCosToken(asObject(response.Result));
      if (!value.bucket || !value.fullPath) throw missingField(action, 'Bucket', 'FullPath');
      return { value, requestId };
    },

    async generateApplicationPackageDownloadUrl(wanted) {
      const { response, requestId } = await read('GenerateApplicationPackageDownloadUrl', {
        ApplicationId: wanted.applicationId,
        PkgName: wanted.packageName,
        DeployVersion: wanted.deployVersion,
        SourceChannel: wanted.sourceChannel,
      });
      return { value: readText(response, 'Result'), requestId };
    },
  };
}

function identify({ applicationId, environmentId }: TemTarget) {
  return { ApplicationId: applicationId, EnvironmentId: environmentId };
}
