import type { Parameter, ServiceContract } from './types.ts';

const requiredString: Parameter = { type: 'string', required: true };
const string: Parameter = { type: 'string', required: false };
const stringList: Parameter = { type: 'string-list', required: false };

const version = { ApplicationId: requiredString, ApplicationVersionId: requiredString };

/** The management of application versions. Its official definition is the international one alone. */
export const CAR_CONTRACT: ServiceContract = {
  service: 'car',
  version: '2022-01-10',
  regionRequired: false,
  actions: {
    CreateApplicationVersion: {
      ApplicationId: requiredString,
      ApplicationFileName: requiredString,
      ApplicationVersionRegions: stringList,
      ApplicationVersionUpdateMode: string,
    },
    DescribeApplicationVersion: { ApplicationId: requiredString },
    DescribeCosCredential: { ApplicationId: requiredString, ApplicationFileName: string },
    SetApplicationVersionOnline: version,
    DeleteApplicationVersion: version,
    DescribeApplicationFileInfo: { ApplicationId: requiredString, FilePathList: stringList },
  },
};
