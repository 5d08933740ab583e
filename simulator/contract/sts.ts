import type { Parameter, ServiceContract } from './types.ts';

const requiredString: Parameter = { type: 'string', required: true };
const string: Parameter = { type: 'string', required: false };
const integer: Parameter = { type: 'integer', required: false };

export const STS_CONTRACT: ServiceContract = {
  service: 'sts',
  version: '2018-08-13',
  regionRequired: true,
  actions: {
    AssumeRole: {
      RoleArn: requiredString,
      RoleSessionName: requiredString,
      DurationSeconds: integer,
      Policy: string,
      ExternalId: string,
      Tags: { type: 'object-list', required: false },
      SourceIdentity: string,
      SerialNumber: string,
      TokenCode: string,
    },
    AssumeRoleWithWebIdentity: {
      ProviderId: requiredString,
      WebIdentityToken: requiredString,
      RoleArn: requiredString,
      RoleSessionName: requiredString,
      DurationSeconds: integer,
    },
    GetCallerIdentity: {},
  },
};
