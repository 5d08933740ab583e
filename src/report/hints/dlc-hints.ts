import { message } from '../../text/message.ts';
import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Sources: the API pages of DLC and the official SDK for Go. */
export const DLC_HINTS: Hints = {
  FailedOperation: 'hint.dlc-failed',
  'FailedOperation.NoPermission': (error) =>
    message('hint.dlc-data-permission', { allow: allow(error) }),
  'InvalidParameter.InvalidTaskId': 'hint.dlc-task',
  'InvalidParameter.SQLTaskNotFound': 'hint.dlc-task',
  'InvalidParameter.TaskNotFound': 'hint.dlc-task',
  'ResourceNotFound.ResultOutputPathNotFound': 'hint.dlc-result-path',
  'ResourceNotFound.ResultSavePathNotFound': 'hint.dlc-result-path',
  'ResourceUnavailable.BalanceInsufficient': 'hint.account-balance',
  'UnauthorizedOperation.UserNotExist': 'hint.dlc-user',
  'UnsupportedOperation.UnsupportedFileType': 'hint.dlc-format',
};
