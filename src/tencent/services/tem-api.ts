import type { Application, Deployment, Pod } from '../../rollout/snapshot.ts';
import type { Call } from '../api-client.ts';
import { ApiError } from '../api-errors.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asObjects, readFlag, readNumber, readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { describeService, readAllPages } from './api-service.ts';
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

/** The application and its environment. `sourceChannel` is sent with every call that accepts it. */
export interface TemTarget {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly sourceChannel?: number | undefined;
}

/**
 * Parameters of RollingUpdateApplicationByVersion, without the target. Undefined ones are not sent.
 */
export interface RollingUpdate {
  readonly deployVersion: string;
  readonly packageName?: string | undefined;
  readonly from?: string | undefined;
  readonly deployStrategy?: string | undefined;
  readonly totalBatchCount?: number | undefined;
  /**
   * Seconds. Unknown (tem-batch-interval-unit): the documentation names no unit; its examples are
   * 60 and 200.
   */
  readonly batchInterval?: number | undefined;
  readonly betaBatchNum?: number | undefined;
  readonly minAvailable?: number | undefined;
  readonly force?: boolean | undefined;
}

/** A package version, as GenerateApplicationPackageDownloadUrl expects it. */
export interface TemPackage {
  readonly applicationId: string;
  readonly packageName: string;
  readonly deployVersion: string;
  readonly sourceChannel?: number | undefined;
}

/** How much of a list to read. */
export interface ListOptions {
  readonly sourceChannel?: number | undefined;
  /** Makes only one call. By default all pages are read. */
  readonly isFirstPage?: boolean;
}

/**
 * TEM 2021-07-01: the calls of a rollout, typed. Each rejects as `Call` does. Reads whose RequestId
 * nobody needs resolve to the value alone.
 */
export interface Tem {
  /** Lists the applications of the region. */
  describeApplications(options: ListOptions): Promise<TemEntry[]>;
  /** Lists the environments of the region, without destroyed ones. */
  describeEnvironments(options: ListOptions): Promise<TemEntry[]>;
  describeApplicationInfo(target: TemTarget): Promise<Application>;
  /** An application that has never run has no pods. */
  describeApplicationPods(target: TemTarget): Promise<Pod[]>;
  /**
   * Without `versionId` the latest rollout. Unknown (tem-detail-without-version): whether it is
   * always the latest one.
   */
  describeDeployApplicationDetail(target: TemTarget, versionId: string): Promise<Deployment>;
  /** Returns the revision ID, which may be '' even on success. */
  rollingUpdateApplicationByVersion(
    target: TemTarget,
    update: RollingUpdate,
  ): Promise<ApiResult<string>>;
  /** Returns whether TEM accepted. */
  resumeDeployApplication(target: TemTarget): Promise<ApiResult<boolean>>;
  /** Returns whether TEM accepted. */
  revertDeployApplication(target: TemTarget): Promise<ApiResult<boolean>>;
  /** Returns temporary keys for uploading a package to its place in COS. */
  createCosToken(wanted: TemPackage): Promise<CosToken>;
  /** Returns a pre-signed URL; '' if TEM returns none. */
  generateApplicationPackageDownloadUrl(wanted: TemPackage): Promise<ApiResult<string>>;
}

/**
 * The code for an application that has never run. Unknown (tem-never-deployed): whether it is the
 * only one.
 */
const NEVER_RUN = 'ResourceNotFound.ServiceRunningVersionNotFound';

/** OptType of CreateCosToken: 1 uploads, 2 queries. */
const UPLOAD = 1;

/** The API's default is 20. Unknown (api-page-limit): its maximum. */
const FIRST_PAGE_SIZE = 100;

const { read, change, missingField } = describeService('tem', '2021-07-01');

export function createTem(call: Call): Tem {
  const list = async (
    action: 'DescribeApplications' | 'DescribeEnvironments',
    readEntry: (record: JsonObject) => TemEntry | undefined,
    { sourceChannel, isFirstPage = false }: ListOptions,
  ): Promise<TemEntry[]> => {
    const readPage = async (Limit: number, Offset: number) => {
      const { response } = await call(
        read(action, { Limit, Offset, SourceChannel: sourceChannel }),
      );
      const result = asObject(response.Result);
      return { items: asObjects(result?.Records), total: readNumber(result, 'Total') ?? 0 };
    };
    const idOf = (record: JsonObject) => JSON.stringify(readEntry(record) ?? record);
    const records = isFirstPage
      ? (await readPage(FIRST_PAGE_SIZE, 0)).items
      : await readAllPages(readPage, idOf);
    return records.map(readEntry).filter((entry) => entry !== undefined);
  };

  return {
    describeApplications: (options) => list('DescribeApplications', readApplicationEntry, options),
    describeEnvironments: (options) => list('DescribeEnvironments', readEnvironmentEntry, options),

    async describeApplicationInfo(target) {
      const action = 'DescribeApplicationInfo';
      const parameters = { ...identify(target), SourceChannel: target.sourceChannel };
      const { response } = await call(read(action, parameters));
      const result = asObject(response.Result);
      if (!result) throw missingField(action, 'Result');
      return readApplication(result);
    },

    async describeApplicationPods(target) {
      const readPage = async (limit: number, offset: number) => {
        const { response } = await call(
          read('DescribeApplicationPods', {
            ...identify(target),
            SourceChannel: target.sourceChannel,
            Limit: limit,
            Offset: offset,
          }),
        );
        const result = asObject(response.Result);
        return {
          items: asObjects(result?.PodList).map(readPod),
          total: readNumber(result, 'TotalCount') ?? 0,
        };
      };
      try {
        return await readAllPages(readPage, ({ podId }) => podId);
      } catch (error) {
        if (error instanceof ApiError && error.code === NEVER_RUN) return [];
        throw error;
      }
    },

    async describeDeployApplicationDetail(target, versionId) {
      const parameters = { ...identify(target), VersionId: versionId || undefined };
      const { response } = await call(read('DescribeDeployApplicationDetail', parameters));
      return readDeployment(asObject(response.Result) ?? {});
    },

    async rollingUpdateApplicationByVersion(target, update) {
      const { response, requestId } = await call(
        change('RollingUpdateApplicationByVersion', {
          ...identify(target),
          DeployVersion: update.deployVersion,
          PackageName: update.packageName,
          From: update.from,
          DeployStrategyType: update.deployStrategy,
          TotalBatchCount: update.totalBatchCount,
          BatchInterval: update.batchInterval,
          BetaBatchNum: update.betaBatchNum,
          MinAvailable: update.minAvailable,
          // Unknown (tem-force): whether `false` has another effect than leaving it out.
          Force: update.force === true ? true : undefined,
        }),
      );
      return { value: readText(response, 'Result'), requestId };
    },

    async resumeDeployApplication(target) {
      const { response, requestId } = await call(
        change('ResumeDeployApplication', identify(target)),
      );
      return { value: readFlag(response, 'Result'), requestId };
    },

    async revertDeployApplication(target) {
      const { response, requestId } = await call(
        change('RevertDeployApplication', identify(target)),
      );
      return { value: readFlag(response, 'Result'), requestId };
    },

    async createCosToken(wanted) {
      const action = 'CreateCosToken';
      const { response } = await call(
        read(action, {
          ApplicationId: wanted.applicationId,
          PkgName: wanted.packageName,
          OptType: UPLOAD,
          SourceChannel: wanted.sourceChannel,
          TimeVersion: wanted.deployVersion,
        }),
      );
      const token = readCosToken(asObject(response.Result));
      if (!token.bucket || !token.fullPath) throw missingField(action, 'Bucket', 'FullPath');
      return token;
    },

    async generateApplicationPackageDownloadUrl(wanted) {
      const { response, requestId } = await call(
        read('GenerateApplicationPackageDownloadUrl', {
          ApplicationId: wanted.applicationId,
          PkgName: wanted.packageName,
          DeployVersion: wanted.deployVersion,
          SourceChannel: wanted.sourceChannel,
        }),
      );
      return { value: readText(response, 'Result'), requestId };
    },
  };
}

function identify({ applicationId, environmentId }: TemTarget) {
  return { ApplicationId: applicationId, EnvironmentId: environmentId };
}
