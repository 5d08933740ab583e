/** The words that the official definitions and examples have for a field, by the field's type. */
export const KNOWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  'TemServiceVersionInfo.BatchDeployStatus': [
    '',
    'batch_updating',
    'batch_updating_waiting_confirm',
  ],
  'TemServiceVersionInfo.DeployMode': ['IMAGE', 'JAR', 'WAR'],
  'TemServiceVersionInfo.Status': ['normal', 'abnormal'],
  'TemServiceVersionInfo.PublishMode': ['', 'RollingUpdate'],
  'TemDeployApplicationDetailInfo.Status': ['Running', 'Error'],
  'TemDeployApplicationDetailInfo.CurrentBatchStatus': [
    'WaitForTimeExceed',
    'WaitForResume',
    'Deploying',
    'Finish',
    'NotStart',
    'revert',
  ],
  'DeployServiceBatchDetail.BatchStatus': [
    'WaitForTimeExceed',
    'WaitForResume',
    'Deploying',
    'Finish',
    'NotStart',
  ],
  'RunVersionPod.Status': [
    'Running',
    'Pending',
    'Error',
    'CrashLoopBackOff',
    'ContainerCreating',
    'CreateContainerConfigError',
    'ImagePullBackOff',
    'PostStartHookError',
  ],
  'RunVersionPod.ContainerState': ['', 'running', 'waiting', 'terminated'],
  'UserApplicationVersion.ApplicationVersionStatus': [
    'Uploading',
    'Creating',
    'CreateFailed',
    'Deleting',
    'Inuse',
    'Normal',
    'Usable',
  ],
  'UserApplicationVersion.ApplicationVersionUpdateMode': ['FULL', 'INCREMENT'],
  'UserApplicationFileInfo.FileState': ['EXIST', 'NO_EXIST'],
  'DescribeResultDownloadResponse.Status': [
    'init',
    'queue',
    'format',
    'compress',
    'success',
    'timeout',
    'error',
  ],
  'GetCallerIdentityResponse.Type': ['CAMUser', 'CAMRole'],
};

/** Fields whose values are words of Tencent Cloud, not of an account. */
export const WORD_FIELDS: ReadonlySet<string> = new Set([
  'Status',
  'BatchStatus',
  'CurrentBatchStatus',
  'BatchDeployStatus',
  'DeployMode',
  'DeployStrategyType',
  'PublishMode',
  'ContainerState',
  'PodStatus',
  'ApplicationVersionStatus',
  'ApplicationVersionUpdateMode',
  'FileState',
  'CodingLanguage',
  'Protocol',
  'Format',
]);

/** Fields with the name of a region or zone. */
export const REGION_FIELDS: ReadonlySet<string> = new Set([
  'Region',
  'Zone',
  'CosRegion',
  'ApplicationVersionRegions',
]);

/** Fields with sentences, in which anything may be quoted. */
export const SENTENCE_FIELDS: ReadonlySet<string> = new Set([
  'Message',
  'Reason',
  'ErrorMessage',
  'UnhealthyWarningMsg',
]);

/** Words of sentences that may stay. Anything else becomes "…". */
export const VOCABULARY: ReadonlySet<string> = new Set(
  `access account action allowed already application authorization back backoff batch because been
  bucket can cannot check code connect connection container crash crashed create created credential
  denied deploy deployed deploying does download environment error event exceeded exist exists exit
  expired failed failure file finished for format found function get has have health healthy http
  https image incorrect instance instances insufficient internal invalid is key killed limit
  liveness load lock memory missing not object off operation out package parameter path permission
  pod probe progress pull readiness ready refused request resource response restart restarting
  result retry rollout running secret server service signature start started startup status stopped
  success task tcp terminated that the this timeout timed token unable unauthorized unavailable
  unexpected unhealthy unknown update upload value version volume wait waiting was with`.split(
    /\s+/,
  ),
);
