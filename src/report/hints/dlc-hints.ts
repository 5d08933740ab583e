import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

const CHECK_TASK =
  'check task-id (or download-id) and region; DLC keeps the results of queries for a limited time';
const SET_RESULT_PATH = 'set a COS bucket as the query result path in the DLC console';

/** Meanings: the API pages of DLC and the official SDK for Go. */
export const DLC_HINTS: Hints = {
  FailedOperation:
    'the message says what DLC could not do: check in the DLC console that the query succeeded and its result has not expired; otherwise run the job again later',
  'FailedOperation.NoPermission': (error) =>
    `${allow(error)}, and give it the data permission in the DLC console`,
  'InvalidParameter.InvalidTaskId': CHECK_TASK,
  'InvalidParameter.SQLTaskNotFound': CHECK_TASK,
  'InvalidParameter.TaskNotFound': CHECK_TASK,
  'ResourceNotFound.ResultOutputPathNotFound': SET_RESULT_PATH,
  'ResourceNotFound.ResultSavePathNotFound': SET_RESULT_PATH,
  'ResourceUnavailable.BalanceInsufficient': 'top up the account',
  'UnauthorizedOperation.UserNotExist': 'add the caller as a user in the DLC console',
  'UnsupportedOperation.UnsupportedFileType': 'use   format: CSV',
};
