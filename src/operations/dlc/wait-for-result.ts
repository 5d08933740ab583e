import type { Dlc, ResultDownload } from '../../tencent/services/dlc-api.ts';
import type { NextStep } from '../../report/outcome.ts';
import type { OperationContext } from '../operation.ts';
import { OperationError } from '../../report/outcome.ts';
import type { PollInterval } from '../poll.ts';
import { poll } from '../poll.ts';
import { setOutput } from '../../report/run-record.ts';
import { createTemporaryKeyProvider, maskKeys } from '../files/temporary-keys.ts';
import { formatDuration } from '../../text/format.ts';
import { cachedProvider } from '../../tencent/credentials/credential-provider.ts';
import { CosError } from '../../tencent/cos/cos-errors.ts';
import { createCosSource, createReplaceableSource } from '../../transfer/download-source.ts';
import type { Source } from '../../transfer/download-source.ts';

/** A download that is waited for. */
export interface WaitForResultInputs {
  readonly downloadId: string;
  /** Its task; `undefined` where only the download is known. */
  readonly taskId: string | undefined;
  readonly pollInterval: PollInterval;
}

/** Waits until a result can be downloaded. Throws a Refusal where it never will be. */
export async function waitForResult(
  context: OperationContext,
  dlc: Dlc,
  { downloadId, taskId, pollInterval }: WaitForResultInputs,
): Promise<ResultDownload> {
  let last = '';
  const result = await poll(context, pollInterval, async (sees) => {
    const { value, requestId } = await dlc.describeResultDownload(downloadId);
    setOutput(context.report, 'request-id', requestId);
    maskKeys(context, value);
    last = value.status;
    sees(`${last} ${value.reason}`, () => {
      context.log.event(context.clock.now() - context.startedAt, 'result', last, '', value.reason);
    });
    if (/^(timeout|error)$/i.test(value.status)) throw failed(value, taskId);
    return /^success$/i.test(value.status) ? value : undefined;
  });
  if (result) return result;
  const waited = formatDuration(context.deadline - context.startedAt);
  throw new OperationError(`the result is not ready after ${waited} (timeout): ${last}`, {
    status: 'timed-out',
    next: [{ sentence: `Wait on: run dlc-result-download with   download-id: ${downloadId}` }],
  });
}

function failed({ status, reason }: ResultDownload, taskId: string | undefined): OperationError {
  return new OperationError(`DLC could not make the result downloadable: ${status}`, {
    details: reason ? [`The cloud says:  ${reason}`] : [],
    next: [makeAgain(taskId)],
  });
}

/** `force` makes another download of the task: the ID of this one stays what it is. */
function makeAgain(taskId: string | undefined): NextStep {
  const change = 'Make it again:   force: true';
  return { sentence: taskId ? change : `${change}   with task-id instead of download-id` };
}

export interface ObjectPath {
  readonly bucket: string;
  readonly key: string;
}

/** The object behind `cosn://BUCKET/KEY`; throws a Refusal for any other kind of path. */
export function parseObjectPath(path: string): ObjectPath {
  const [, bucket, key] = /^cosn:\/\/([^/]+)\/(.+)$/i.exec(path) ?? [];
  if (bucket && key) return { bucket, key };
  const scheme = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(path)?.[0];
  const kept = scheme ? `under a ${scheme} path` : 'under a path without a scheme';
  throw new OperationError(`the result is kept ${kept}, which cannot be downloaded`, {
    details: ['Only results in a COS bucket of yours (cosn://…) can be.'],
    next: [{ sentence: 'Set a COS bucket as the query result path in the DLC console.' }],
  });
}

export interface Result {
  readonly downloadId: string;
  /** The answer that said success, with its temporary keys. */
  readonly result: ResultDownload;
  readonly object: ObjectPath;
}

/**
 * The result's object, read with the temporary keys of the answer, which are asked for anew when
 * they are refused. Unknown: the bucket's region; the API's is tried, and COS tells a better one.
 */
export function createResultSource(
  context: OperationContext,
  dlc: Dlc,
  { downloadId, result, object }: Result,
  endpoint: string,
): Source {
  if (!result.secretId || !result.secretKey) throw withoutKeys(downloadId);
  const ask = createTemporaryKeyProvider(
    context,
    result,
    async () => (await dlc.describeResultDownload(downloadId)).value,
  );
  const cos = {
    ...context.transfer,
    endpoint,
    credentials: cachedProvider(ask, context.transfer.time),
  };
  const inRegion = (region: string) => createCosSource(cos, { ...object, region });
  return createReplaceableSource(inRegion(context.region), (error) => {
    const region = error instanceof CosError ? error.bucketRegion : '';
    const isOther = region !== '' && region !== context.region;
    return Promise.resolve(isOther ? inRegion(region) : undefined);
  });
}

function withoutKeys(downloadId: string): OperationError {
  return new OperationError(
    `DLC gave no keys for the result ${downloadId}: it cannot be downloaded here`,
    {
      next: [{ sentence: 'Fetch it with keys of your own: output download-uri says where it is.' }],
    },
  );
}
