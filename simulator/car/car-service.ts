import { isoTime } from '../clock.ts';
import { act, requireFound } from '../gateway/service.ts';
import type {
  Actions,
  Fields,
  Service,
  ServiceContext,
  ServiceContract,
} from '../gateway/service.ts';
import { nameSource } from '../name-source.ts';
import { simulatedCarApplication } from './car-application.ts';
import type { CarVersion, SimulatedCarApplication } from './car-application.ts';
import { carError, withoutExtension } from './car-parameters.ts';
import { DEMO_CAR_APPLICATION } from './car-seed.ts';
import type { CarApplicationSeed } from './car-seed.ts';
import type { CarVersionStatus } from './car-version.ts';

const VERSION = { ApplicationId: 'string', ApplicationVersionId: 'string' } as const;
const MOVING: readonly CarVersionStatus[] = ['Uploading', 'Creating', 'Deleting'];

/** The management of application versions, which only the international SDK defines. */
export const CAR_CONTRACT = {
  service: 'car',
  version: '2022-01-10',
  regionRequired: false,
  actions: {
    CreateApplicationVersion: {
      ApplicationId: 'string',
      ApplicationFileName: 'string',
      ApplicationVersionRegions: 'string-list?',
      ApplicationVersionUpdateMode: 'string?',
    },
    DescribeApplicationVersion: { ApplicationId: 'string' },
    DescribeCosCredential: { ApplicationId: 'string', ApplicationFileName: 'string?' },
    SetApplicationVersionOnline: VERSION,
    DeleteApplicationVersion: VERSION,
    DescribeApplicationFileInfo: { ApplicationId: 'string', FilePathList: 'string-list?' },
  },
  changes: ['CreateApplicationVersion', 'SetApplicationVersionOnline', 'DeleteApplicationVersion'],
} as const satisfies ServiceContract;

const CAR_ACTIONS: Actions<typeof CAR_CONTRACT, SimulatedCarApplication> = {
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
  DescribeApplicationFileInfo: (_, { FilePathList = [] }) => ({
    FileInfoList: FilePathList.map((FilePath) => ({ FilePath, FileState: 'EXIST' })),
  }),
};

/** The default of `applications` is DEMO_CAR_APPLICATION. */
export function openCar(
  { clock, cos }: ServiceContext,
  { applications: seeds = [DEMO_CAR_APPLICATION] }: { applications?: CarApplicationSeed[] } = {},
) {
  const names = nameSource();
  const applications = seeds.map((seed) => simulatedCarApplication(seed, clock, cos, names));
  const find = (id: unknown): SimulatedCarApplication | undefined =>
    applications.find(({ applicationId }) => applicationId === id);
  const service: Service = {
    contract: CAR_CONTRACT,
    perform: (call) => {
      const application = find(call.parameters.ApplicationId);
      if (application === undefined) throw carError('FailedOperation.ApplicationNotFind');
      return act(CAR_ACTIONS, call, application);
    },
    hasSettled: ({ ApplicationId }) => {
      const application = find(ApplicationId);
      if (application === undefined || application.createdVersions === 0) return false;
      return application.versions.every(({ status }) => !MOVING.includes(status));
    },
  };
  /** Throws if it does not exist. */
  const application = (id: string): SimulatedCarApplication =>
    requireFound(find(id), `CAR application ${id}`);
  return { world: { applications, application }, service };
}

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
