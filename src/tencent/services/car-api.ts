import type { Call } from '../api-client.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asObjects, readNumber, readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { describeService } from './api-service.ts';

/** A version of a cloud application. */
export interface ApplicationVersion {
  readonly versionId: string;
  readonly name: string;
  /** Bytes; `undefined` if missing. */
  readonly size: number | undefined;
  /**
   * Uploading, Creating, CreateFailed, Deleting, Inuse, Normal or Usable. Others are undocumented.
   */
  readonly status: string;
  /**
   * RFC 3339. Unknown (car-create-time): whether it is always set; without it no version is
   * deleted.
   */
  readonly createTime: string;
}

export interface NewVersion {
  readonly applicationId: string;
  readonly applicationFileName: string;
  readonly regions?: readonly string[] | undefined;
  /** FULL or INCREMENT. */
  readonly updateMode?: string | undefined;
}

/** Temporary keys for one path of a bucket. */
export interface CosCredential {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  readonly bucket: string;
  readonly region: string;
  /** The object's key in the official example; it could also be a prefix. */
  readonly path: string;
  /** Seconds since 1970; `undefined` if missing. */
  readonly expiredTime: number | undefined;
}

/**
 * CAR 2022-01-10: application versions. Each call rejects as `Call` does. Publishing and deleting
 * are sent once; the caller checks before it sends them again.
 */
export interface Car {
  describeApplicationVersion(applicationId: string): Promise<ApiResult<ApplicationVersion[]>>;
  createApplicationVersion(wanted: NewVersion): Promise<ApiResult<ApplicationVersion>>;
  describeCosCredential(
    applicationId: string,
    applicationFileName: string,
  ): Promise<ApiResult<CosCredential>>;
  setApplicationVersionOnline(
    applicationId: string,
    versionId: string,
  ): Promise<ApiResult<ApplicationVersion[]>>;
  deleteApplicationVersion(applicationId: string, versionId: string): Promise<ApiResult<undefined>>;
}

const { read, change, guardedChange, missingField } = describeService('car', '2022-01-10');

/**
 * Unknown (car-endpoint): whether the default host serves these actions, which only the
 * international definition has.
 */
export function createCar(call: Call): Car {
  return {
    async describeApplicationVersion(applicationId) {
      const action = 'DescribeApplicationVersion';
      const { response, requestId } = await call(read(action, { ApplicationId: applicationId }));
      return { value: asObjects(response.Versions).map(readVersion), requestId };
    },

    async createApplicationVersion(wanted) {
      const action = 'CreateApplicationVersion';
      const { response, requestId } = await call(
        change(action, {
          ApplicationId: wanted.applicationId,
          ApplicationFileName: wanted.applicationFileName,
          ApplicationVersionRegions: wanted.regions,
          ApplicationVersionUpdateMode: wanted.updateMode,
        }),
      );
      const value = readVersion(asObject(response.Version));
      if (!value.versionId) throw missingField(action, 'ApplicationVersionId');
      return { value, requestId };
    },

    async describeCosCredential(applicationId, applicationFileName) {
      const action = 'DescribeCosCredential';
      const { response, requestId } = await call(
        read(action, {
          ApplicationId: applicationId,
          ApplicationFileName: applicationFileName,
        }),
      );
      const value = readCredential(response);
      if (!value.bucket || !value.path) throw missingField(action, 'CosBucket', 'Path');
      return { value, requestId };
    },

    async setApplicationVersionOnline(applicationId, versionId) {
      const { response, requestId } = await call(
        guardedChange('SetApplicationVersionOnline', {
          ApplicationId: applicationId,
          ApplicationVersionId: versionId,
        }),
      );
      return { value: asObjects(response.Versions).map(readVersion), requestId };
    },

    async deleteApplicationVersion(applicationId, versionId) {
      const { requestId } = await call(
        guardedChange('DeleteApplicationVersion', {
          ApplicationId: applicationId,
          ApplicationVersionId: versionId,
        }),
      );
      return { value: undefined, requestId };
    },
  };
}

function readVersion(version: JsonObject | undefined): ApplicationVersion {
  return {
    versionId: readText(version, 'ApplicationVersionId'),
    name: readText(version, 'ApplicationVersionName'),
    size: readNumber(version, 'ApplicationVersionSize'),
    status: readText(version, 'ApplicationVersionStatus'),
    createTime: readText(version, 'CreateTime'),
  };
}

function readCredential(response: JsonObject): CosCredential {
  return {
    secretId: readText(response, 'SecretID'),
    secretKey: readText(response, 'SecretKey'),
    token: readText(response, 'SessionToken'),
    bucket: readText(response, 'CosBucket'),
    region: readText(response, 'CosRegion'),
    path: readText(response, 'Path'),
    expiredTime: readNumber(response, 'ExpiredTime'),
  };
}
