import type { ApiCall } from '../../src/tencent/api-client.ts';
import type { JsonObject } from '../../src/tencent/json.ts';
import type { Tem } from '../../src/tencent/services/tem-api.ts';
import { createTem } from '../../src/tencent/services/tem-api.ts';

/** TEM over a cloud that gives this Response to every call, and the calls that it got. */
export function answering(response: JsonObject): { tem: Tem; calls: ApiCall[] } {
  const calls: ApiCall[] = [];
  const tem = createTem((call) => {
    calls.push(call);
    return Promise.resolve({ response, requestId: 'r-1' });
  });
  return { tem, calls };
}
