import type { Hints } from './hint-types.ts';
import { LATER, NO_SUCH_ACTION } from './hint-types.ts';

/** Meanings: the API pages of TEM and the official SDK for Go. */
export const TEM_HINTS: Hints = {
  'FailedOperation.ActionReadTimeout': LATER,
  'FailedOperation.DefaultInternalError': LATER,
  'FailedOperation.DescribeRunPodListError': LATER,
  'FailedOperation.DescribeServiceError': LATER,
  'InternalError.DeployVersionError':
    'check deploy-version and package-name: TEM refused to deploy this version, and nothing was started. If they are right, run the job again later',
  'InvalidParameter.UnauthorizedOrMissingRole':
    'let TEM create its service role in the TEM console, and allow the caller to use it',
  'InvalidParameterValue.ApmNotBind':
    'bind an APM instance to the environment in the TEM console, or turn tracing off',
  'InvalidParameterValue.InvalidDeployVersion':
    'correct the form of deploy-version: lower-case letters, digits, . _ and -, at most 128 characters; for an image it is the tag alone',
  'InvalidParameterValue.InvalidEnvName':
    "correct the names of the application's environment variables: letters, digits, . _ and -, none begins with a digit",
  'InvalidParameterValue.InvalidMountPath':
    "change the mount path in the application's settings: /app is taken",
  'InvalidParameterValue.JdkVersionRequired':
    "choose a JDK version in the application's settings: it runs a JAR or WAR package",
  'InvalidParameterValue.NamespaceNotBelongToAppid':
    'check environment-id: it is of another account than the keys',
  'InvalidParameterValue.OsNotSupport':
    "choose another base image in the application's settings: this one is not supported",
  'InvalidParameterValue.RegistryNotBind':
    'bind a service registry (ZooKeeper, Eureka or Consul) to the environment in the TEM console; the registry of images is not meant',
  'InvalidParameterValue.ServiceNotBelongToAppid':
    'check application-id: it is of another account than the keys',
  'InvalidParameterValue.ServicePodReachMaximum':
    'the environment has no room for more instances: remove some, or ask for a higher quota',
  'InvalidParameterValue.TemIdInvalid': 'check application-id and environment-id',
  'InvalidParameterValue.VersionLengthLimit': 'deploy-version may have 128 characters at most',
  'InvalidParameterValue.VersionLowerCase': 'write deploy-version in lower case',
  'MissingParameter.DeployModeNull':
    'deploy the application once in the TEM console: it has no deployment method yet',
  'MissingParameter.DeployVersionNull': 'add deploy-version',
  'MissingParameter.LogsetOrTopicNull':
    "choose a logset and a topic in the application's log settings, or turn the log collection off",
  'MissingParameter.NamespaceIdNull': 'add environment-id',
  'MissingParameter.PkgNameNull':
    'add package-name: the application runs a JAR or WAR package, not an image',
  'MissingParameter.ServiceIdNull': 'add application-id',
  'MissingParameter.SvcRepoNotReady':
    'the image repository is still being set up: run the job in some minutes',
  'OperationDenied.BalanceNotEnough': 'top up the account',
  'OperationDenied.ResourceIsolated': 'pay what the account owes',
  'ResourceInUse.EnvironmentAlreadyLocked':
    'another operation holds the environment: run the job later',
  'ResourceInUse.ResourceAlreadyLocked':
    'another operation holds the application: run the job later',
  'ResourceInUse.ServiceDeploying': 'wait for the end of the other rollout: run tem-wait first',
  'ResourceNotFound.InterfaceNotFound': NO_SUCH_ACTION,
  'ResourceNotFound.MicroserviceOffline':
    'check application-id and region; if they are right, start the application in the TEM console',
  'ResourceNotFound.NamespaceNotFound': 'check environment-id and region',
  'ResourceNotFound.ServiceNotFound': 'check application-id, environment-id and region',
  'ResourceNotFound.ServiceRunningVersionNotFound':
    'nothing of the application runs: start it in the TEM console first',
  'ResourceNotFound.VersionNamespaceNotFound': 'check environment-id: the version is not there',
  'ResourceNotFound.VersionServiceNotFound':
    'check application-id and environment-id: the version is not there',
  'ResourceUnavailable.ApplicationStopped': 'start the application in the TEM console first',
  'ResourceUnavailable.WaitForKruise':
    'the environment is still being set up: run the job in some minutes',
  'UnauthorizedOperation.MissingEksLogRole': 'allow TKE to write to CLS in the TEM console',
};
