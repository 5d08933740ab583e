import { statusOf } from '../../tencent/cos/errors.ts';
import { replaceableSource } from '../../transfer/replaceable-source.ts';
import type { Source } from '../../transfer/source.ts';
import { urlSource } from '../../transfer/url-source.ts';
import type { Step } from '../operation.ts';

/**
 * What a pre-signed address leads to. Unknown: how long one is valid; so where it is refused,
 * `askAgain` gives another one, and the download goes on there.
 */
export function presignedSource(
  { wire }: Step,
  address: string,
  askAgain: () => Promise<string>,
): Source {
  return replaceableSource(urlSource(address, wire), async (error) =>
    statusOf(error) === 403 ? urlSource(await askAgain(), wire) : undefined,
  );
}
