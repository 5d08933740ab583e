import { errors } from 'undici';
import type { Simulator } from '../../../simulator/index.ts';
import type { Post } from '../../../src/tencent/http.ts';
import { RESPONSE_TIMEOUT_MS } from '../../../src/tencent/http.ts';
import { postDirectly } from '../direct-call.ts';
import type { RunClock } from './run-clock.ts';

/**
 * Sends calls to the simulator without a connection, with the limit that undici sets in the product.
 * Time waits for their answers; calls of other addresses go to `post`.
 */
export function postInside(simulator: Simulator, post: Post, clock: RunClock): Post {
  const direct = postDirectly(simulator, post);
  return async (call, signal) => {
    if (call.url.href !== `${simulator.url}/`) return post(call, signal);
    const late = new AbortController();
    const cancel = clock.after(RESPONSE_TIMEOUT_MS, () => {
      late.abort(new errors.HeadersTimeoutError());
    });
    const end = clock.begin();
    try {
      return await direct(call, AbortSignal.any([late.signal, ...(signal ? [signal] : [])]));
    } finally {
      cancel();
      end();
    }
  };
}
