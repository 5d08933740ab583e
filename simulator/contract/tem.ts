import type { Parameter, ServiceContract } from './types.ts';

const requiredString: Parameter = { type: 'string', required: true };
const string: Parameter = { type: 'string', required: false };
const integer: Parameter = { type: 'integer', required: false };
const boolean: Parameter = { type: 'boolean', required: false };

const application = { ApplicationId: requiredString, EnvironmentId: requiredString };

export const TEM_CONTRACT: ServiceContract = {
  service: 'tem',
  version: '2021-07-01',
  regionRequired: true,
  actions: {
    DescribeApplicationInfo: {
      ApplicationId: requiredString,
      EnvironmentId: string,
      SourceChannel: integer,
    },
    DescribeApplicationPods: {
      ...application,
      Limit: integer,
      Offset: integer,
      Status: string,
      PodName: string,
      SourceChannel: integer,
    },
    DescribeDeployApplicationDetail: { ...application, VersionId: string },
    RollingUpdateApplicationByVersion: {
      ...application,
      DeployVersion: requiredString,
      PackageName: string,
      From: string,
      DeployStrategyType: string,
      TotalBatchCount: integer,
      BatchInterval: integer,
      BetaBatchNum: integer,
      MinAvailable: integer,
      Force: boolean,
    },
    ResumeDeployApplication: application,
    RevertDeployApplication: application,
    CreateCosToken: {
      ApplicationId: requiredString,
      PkgName: requiredString,
      OptType: { type: 'integer', required: true },
      SourceChannel: integer,
      TimeVersion: string,
    },
    GenerateApplicationPackageDownloadUrl: {
      ApplicationId: requiredString,
      PkgName: requiredString,
      DeployVersion: requiredString,
      SourceChannel: integer,
    },
  },
};

/** The international definition of the same version lacks these. */
export const CHINA_ONLY_ACTIONS: readonly string[] = [
  'DescribeDeployApplicationDetail',
  'ResumeDeployApplication',
  'RevertDeployApplication',
];
