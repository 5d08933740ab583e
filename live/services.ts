/** The version of each service that the action uses. */
export const VERSIONS: Readonly<Record<string, string>> = {
  tem: '2021-07-01',
  car: '2022-01-10',
  scf: '2018-04-16',
  dlc: '2021-01-25',
  sts: '2018-08-13',
};

/** Calls that change something; every other call that the action sends only reads. */
export const CHANGES: readonly string[] = [
  'RollingUpdateApplicationByVersion',
  'ResumeDeployApplication',
  'RevertDeployApplication',
  'CreateApplicationVersion',
  'SetApplicationVersionOnline',
  'DeleteApplicationVersion',
  'CreateResultDownload',
];

/** Calls that change nothing. Any call in neither list is refused. */
export const READS: readonly string[] = [
  'DescribeApplicationInfo',
  'DescribeApplications',
  'DescribeEnvironments',
  'DescribeApplicationPods',
  'DescribeDeployApplicationDetail',
  'CreateCosToken',
  'GenerateApplicationPackageDownloadUrl',
  'DescribeApplicationVersion',
  'DescribeCosCredential',
  'DescribeApplicationFileInfo',
  'GetFunctionAddress',
  'DescribeResultDownload',
  'GetCallerIdentity',
];
