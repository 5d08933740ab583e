import { statusOf } from '../../tencent/cos/errors.ts';
import type { RangeHeaders, Source } from '../../transfer/source.ts';
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
  let source = urlSource(address, wire);
  return {
    name: source.name,
    open: async (headers: RangeHeaders) => {
      try {
        return await source.open(headers);
      } catch (error) {
        if (statusOf(error) !== 403) throw error;
        source = urlSource(await askAgain(), wire);
        return source.open(headers);
      }
    },
  };
}
