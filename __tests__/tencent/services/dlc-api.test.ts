import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/tencent/json.ts';
import type { Dlc } from '../../../src/tencent/services/dlc-api.ts';
import { createDlc } from '../../../src/tencent/services/dlc-api.ts';
import type { ServiceCall } from './service-calls.ts';
import { cloud, expectServiceCall } from './service-calls.ts';

// Names and types are those of the API's definitions, the responses those of its examples.
const CALLS: readonly ServiceCall<Dlc>[] = [
  {
    action: 'CreateResultDownload',
    effect: 'change',
    make: (client) => client.createResultDownload({ taskId: 't-1', format: 'CSV' }),
    parameters: { TaskId: 't-1', Format: 'CSV' },
    response: { DownloadId: 'd-1' },
    value: 'd-1',
  },
  {
    action: 'CreateResultDownload',
    effect: 'change',
    make: (client) => client.createResultDownload({ taskId: 't-1', format: 'CSV', force: true }),
    parameters: { TaskId: 't-1', Format: 'CSV', Force: true },
    response: { DownloadId: 'd-1' },
    value: 'd-1',
  },
  {
    action: 'DescribeResultDownload',
    effect: 'read',
    make: (client) => client.describeResultDownload('d-1'),
    parameters: { DownloadId: 'd-1' },
    response: {
      Path: 'cosn://bucket/download.csv',
      Status: 'success',
      Reason: 'none',
      SecretId: 'AKID1',
      SecretKey: 'key',
      Token: 'session',
    },
    value: {
      path: 'cosn://bucket/download.csv',
      status: 'success',
      reason: 'none',
      secretId: 'AKID1',
      secretKey: 'key',
      token: 'session',
    },
  },
];

describe('DLC', () => {
  it.each(CALLS)('$action, a $effect, sends $parameters', (row) =>
    expectServiceCall({ service: 'dlc', version: '2021-01-25' }, createDlc, row),
  );

  it.each<[string, JsonObject, (client: Dlc) => Promise<unknown>]>([
    [
      'CreateResultDownload',
      { DownloadId: '' },
      (dlc) => dlc.createResultDownload({ taskId: 't-1', format: 'CSV' }),
    ],
  ])('%s without a field that we rely on: %j', async (action, response, make) => {
    const code = 'ambiguous-response';
    const made = make(createDlc(cloud(response).call));
    await expect(made).rejects.toMatchObject({ action, code });
  });
});
