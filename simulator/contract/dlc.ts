import type { Parameter, ServiceContract } from './types.ts';

const requiredString: Parameter = { type: 'string', required: true };

export const DLC_CONTRACT: ServiceContract = {
  service: 'dlc',
  version: '2021-01-25',
  regionRequired: true,
  actions: {
    CreateResultDownload: {
      TaskId: requiredString,
      Format: requiredString,
      Force: { type: 'boolean', required: false },
    },
    DescribeResultDownload: { DownloadId: requiredString },
  },
};
