import type { Parameter, ServiceContract } from './types.ts';

const string: Parameter = { type: 'string', required: false };

export const SCF_CONTRACT: ServiceContract = {
  service: 'scf',
  version: '2018-04-16',
  regionRequired: true,
  actions: {
    GetFunctionAddress: {
      FunctionName: { type: 'string', required: true },
      Qualifier: string,
      Namespace: string,
    },
  },
};
