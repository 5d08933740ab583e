import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

const BUSY =
  'another operation holds the application: run one job at a time (concurrency), or later';
const CHECK_INPUTS =
  'check application-id, application-file-name, application-version-regions and application-version-update-mode';

/** Meanings: the API pages of CAR, the official SDK for Go, and car-cli. */
export const CAR_HINTS: Hints = {
  AuthFailure: (error) => `${allow(error)}, and check the keys`,
  FailedOperation:
    'the message says what CAR could not do: check the application and its versions in the CAR console, and run the job again later',
  'FailedOperation.ApplicationLockFail': BUSY,
  'FailedOperation.ApplicationNotFind': 'check application-id: the account has no such application',
  'FailedOperation.LockTimeout': BUSY,
  'FailedOperation.PathNotFound':
    'check the archive: the launch path that is set for the application is not in it. Or no version waits for a file',
  'FailedOperation.ProcessTimeout': 'CAR took too long: run the job again later',
  'FailedOperation.SlowDown': 'run fewer jobs at once (max-parallel)',
  'FailedOperation.VersionLockFail': BUSY,
  InvalidParameter: CHECK_INPUTS,
  InvalidParameterValue: CHECK_INPUTS,
  OperationDenied: ({ action }) =>
    DENIED[action] ?? 'check the state of the versions in the console',
  'OperationDenied.ApplicationLimitExceeded': 'delete an application in the CAR console',
  'OperationDenied.VersionCreating':
    'a version that was not published is in the way: publish it (car-set-online), or use   pending-version: delete',
  'OperationDenied.VersionLimitExceeded':
    'delete a version in the CAR console, or use   version-limit: delete-oldest',
};

const DENIED: Readonly<Record<string, string>> = {
  CreateApplicationVersion:
    'check the application in the CAR console: it takes no new version as it is now',
  DeleteApplicationVersion: 'a version in use cannot be deleted: publish another one first',
  DescribeCosCredential: 'no version waits for a file: let this step create one',
  SetApplicationVersionOnline:
    'check application-version-id: only a version that is ready, or was in use before, can be published',
};
