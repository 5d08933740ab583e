import { describe, it } from '@jest/globals';
import type { Scf } from '../../../src/tencent/services/scf-api.ts';
import { createScf } from '../../../src/tencent/services/scf-api.ts';
import type { ServiceCall } from './service-calls.ts';
import { expectServiceCall } from './service-calls.ts';

// Names and types are those of the API's definitions, the responses those of its examples.
const CALLS: readonly ServiceCall<Scf>[] = [
  {
    action: 'GetFunctionAddress',
    effect: 'read',
    make: (client) => client.getFunctionAddress({ functionName: 'fn' }),
    parameters: { FunctionName: 'fn' },
    response: { Url: 'http://cos.example.com/fn.zip?sign=s', CodeSha256: '5077f5' },
    value: { url: 'http://cos.example.com/fn.zip?sign=s', codeSha256: '5077f5' },
  },
  {
    action: 'GetFunctionAddress',
    effect: 'read',
    make: (client) =>
      client.getFunctionAddress({
        functionName: 'fn',
        qualifier: '$LATEST',
        namespace: 'default',
      }),
    parameters: { FunctionName: 'fn', Qualifier: '$LATEST', Namespace: 'default' },
    response: {},
    value: { url: '', codeSha256: '' },
  },
];

describe('SCF', () => {
  it.each(CALLS)('$action, a $effect, sends $parameters', (row) =>
    expectServiceCall({ service: 'scf', version: '2018-04-16' }, createScf, row),
  );
});
