import type { Call } from '../api-client.ts';
import { readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { describeService } from './api-service.ts';

export interface NewDownload {
  readonly taskId: string;
  /** Unknown (dlc-formats): which there are beside CSV; others are passed on as they are. */
  readonly format: string;
  /** Generates the file again. Has an effect only after a timeout or an error. */
  readonly force?: boolean | undefined;
}

/** A result file that is being generated. */
export interface ResultDownload {
  /** init, queue, format, compress, success, timeout or error. Others are undocumented. */
  readonly status: string;
  readonly reason: string;
  /** `cosn://BUCKET/KEY` when the file is ready. */
  readonly path: string;
  /** Temporary keys for the file. */
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
}

/** DLC 2021-01-25. Each call rejects as `Call` does. */
export interface Dlc {
  /** Returns the DownloadId. */
  createResultDownload(wanted: NewDownload): Promise<ApiResult<string>>;
  describeResultDownload(downloadId: string): Promise<ApiResult<ResultDownload>>;
}

const { read, change, missingField } = describeService('dlc', '2021-01-25');

export function createDlc(call: Call): Dlc {
  return {
    async createResultDownload({ taskId, format, force }) {
      const action = 'CreateResultDownload';
      const { response, requestId } = await call(
        change(action, {
          TaskId: taskId,
          Format: format,
          Force: force === true ? true : undefined,
        }),
      );
      const value = readText(response, 'DownloadId');
      if (!value) throw missingField(action, 'DownloadId');
      return { value, requestId };
    },

    async describeResultDownload(downloadId) {
      const { response, requestId } = await call(
        read('DescribeResultDownload', { DownloadId: downloadId }),
      );
      const value = {
        status: readText(response, 'Status'),
        reason: readText(response, 'Reason'),
        path: readText(response, 'Path'),
        secretId: readText(response, 'SecretId'),
        secretKey: readText(response, 'SecretKey'),
        token: readText(response, 'Token'),
      };
      return { value, requestId };
    },
  };
}
