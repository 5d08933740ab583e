import { isoTime } from '../tem/time.ts';
import type { Fields } from '../gateway/service.ts';
import type { CarVersion, SimulatedCarApplication } from './application.ts';
import type { CreateVersionParameters } from './create-parameters.ts';
import { withoutExtension } from './file-name.ts';

/** All parameters of all actions; the contract says which of them an action has. */
export interface CarParameters extends CreateVersionParameters {
  ApplicationId: string;
  ApplicationVersionId: string;
  FilePathList?: string[];
}

/** Gives the fields of the answer. Throws ApiError. */
type CarAction = (application: SimulatedCarApplication, parameters: CarParameters) => Fields;

export const CAR_ACTIONS: Record<string, CarAction> = {
  CreateApplicationVersion: (application, parameters) => ({
    Version: describeVersion(application, application.createVersion(parameters)),
  }),
  DescribeApplicationVersion: describeVersions,
  DescribeCosCredential: (application, { ApplicationFileName }) => {
    const { bucket, region, path, key } = application.uploadPlace(ApplicationFileName);
    return {
      SecretID: key.secretId,
      SecretKey: key.secretKey,
      SessionToken: key.token,
      CosBucket: bucket,
      CosRegion: region,
      Path: path,
      StartTime: Math.floor(key.validFrom / 1000),
      ExpiredTime: Math.floor(key.validUntil / 1000),
    };
  },
  SetApplicationVersionOnline: (application, { ApplicationVersionId }) => {
    application.setOnline(ApplicationVersionId);
    return describeVersions(application);
  },
  DeleteApplicationVersion: (application, { ApplicationVersionId }) => {
    application.deleteVersion(ApplicationVersionId);
    return {};
  },
  DescribeApplicationFileInfo: ({ behaviour }, { FilePathList = [] }) => ({
    FileInfoList: FilePathList.map((FilePath) => ({
      FilePath,
      FileState: behaviour.packageFiles?.includes(FilePath) === false ? 'NO_EXIST' : 'EXIST',
    })),
  }),
};

function describeVersions(application: SimulatedCarApplication): Fields {
  const newestFirst = application.versions.toReversed();
  return { Versions: newestFirst.map((version) => describeVersion(application, version)) };
}

function describeVersion({ behaviour }: SimulatedCarApplication, version: CarVersion): Fields {
  return {
    ApplicationVersionId: version.applicationVersionId,
    ApplicationVersionSize: version.size,
    ApplicationVersionStatus: version.status,
    ApplicationVersionName: withoutExtension(version.fileName),
    CreateTime: behaviour.createTime ?? isoTime(version.createdAt),
    ApplicationVersionRegions: version.regions,
    ApplicationVersionUpdateMode: version.updateMode,
  };
}
