import { renewable } from '../../tencent/credentials.ts';
import { CosError } from '../../tencent/cos/errors.ts';
import type { Dlc, ResultDownload } from '../../tencent/dlc.ts';
import { cosSource } from '../../transfer/cos-source.ts';
import { replaceableSource } from '../../transfer/replaceable-source.ts';
import type { Source } from '../../transfer/source.ts';
import type { Step } from '../operation.ts';
import { Refusal } from '../outcome.ts';
import { leases } from '../upload/leases.ts';
import type { ObjectPath } from './path.ts';

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
export function resultSource(
  step: Step,
  dlc: Dlc,
  { downloadId, result, object }: Result,
  endpoint: string,
): Source {
  if (!result.secretId || !result.secretKey) throw withoutKeys(downloadId);
  const ask = leases(
    step,
    result,
    async () => (await dlc.describeResultDownload(downloadId)).value,
  );
  const cos = { ...step.wire, endpoint, credentials: renewable(ask, step.wire.time) };
  const inRegion = (region: string) => cosSource(cos, { ...object, region });
  return replaceableSource(inRegion(step.region), (error) => {
    const region = error instanceof CosError ? error.bucketRegion : '';
    const isOther = region !== '' && region !== step.region;
    return Promise.resolve(isOther ? inRegion(region) : undefined);
  });
}

function withoutKeys(downloadId: string): Refusal {
  return new Refusal(
    `DLC gave no keys for the result ${downloadId}: it cannot be downloaded here`,
    {
      next: [{ sentence: 'Fetch it with keys of your own: output download-uri says where it is.' }],
    },
  );
}
