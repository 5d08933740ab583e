import { expect } from '@jest/globals';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';
import type { JsonObject } from '../../../src/tencent/json.ts';

/** A cloud that gives this Response to every call, and the calls that it got. */
export function cloud(response: JsonObject): { readonly call: Call; readonly calls: ApiCall[] } {
  const calls: ApiCall[] = [];
  const call: Call = (made) => {
    calls.push(made);
    return Promise.resolve({ response, requestId: 'r-1' });
  };
  return { call, calls };
}

/** One call of a service: how it is made, what is sent, and what its Response reads as. */
export interface ServiceCall<Client> {
  readonly action: string;
  readonly effect: ApiCall['effect'];
  readonly make: (client: Client) => Promise<unknown>;
  readonly parameters: JsonObject;
  readonly response: JsonObject;
  readonly value: unknown;
}

/** Makes the call: it sends the parameters, and gives the value. */
export async function expectServiceCall<Client>(
  {
    service,
    version,
    bare,
  }: Pick<ApiCall, 'service' | 'version'> & {
    /** The calls that resolve to the value alone, without the RequestId. */
    readonly bare?: RegExp;
  },
  connect: (call: Call) => Client,
  { action, effect, make, parameters, response, value }: ServiceCall<Client>,
): Promise<void> {
  const { call, calls } = cloud(response);
  const result = bare?.test(action) ? value : { value, requestId: 'r-1' };
  await expect(make(connect(call))).resolves.toEqual(result);
  expect(calls).toEqual([{ service, version, action, effect, parameters }]);
}
