import type { Call } from '../api-client.ts';
import { readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { describeService } from './api-service.ts';

export interface FunctionName {
  readonly functionName: string;
  /** A version or an alias; SCF's default is $LATEST. */
  readonly qualifier?: string | undefined;
  readonly namespace?: string | undefined;
  /**
   * Unlocks protected code. An undocumented parameter that Tencent's own clients send. Unknown
   * (scf-code-secret): whether every site accepts it.
   */
  readonly codeSecret?: string | undefined;
}

/** The download URL of a function's code, and its hash. */
export interface FunctionAddress {
  /**
   * Pre-signed, and plain HTTP in the official example. Unknown (scf-url-life): how long it is
   * valid.
   */
  readonly url: string;
  /**
   * Hex in the official example; '' if SCF returns none. Unknown (scf-code-sha256): whether it is
   * the hash of the zip file.
   */
  readonly codeSha256: string;
}

/** SCF 2018-04-16. Rejects as `Call` does. */
export interface Scf {
  getFunctionAddress(name: FunctionName): Promise<ApiResult<FunctionAddress>>;
}

const { read } = describeService('scf', '2018-04-16');

export function createScf(call: Call): Scf {
  return {
    async getFunctionAddress({ functionName, qualifier, namespace, codeSecret }) {
      const { response, requestId } = await call(
        read('GetFunctionAddress', {
          FunctionName: functionName,
          Qualifier: qualifier,
          Namespace: namespace,
          CodeSecret: codeSecret,
        }),
      );
      const value = {
        url: readText(response, 'Url'),
        codeSha256: readText(response, 'CodeSha256'),
      };
      return { value, requestId };
    },
  };
}
