import type { Catalogue } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK = {
  'network.stage-credentials': 'Credentials',
  'network.credentials-inputs': 'access keys from inputs',
  'network.credentials-environment': 'access keys from the environment',
  'network.credentials-temporary-inputs': 'temporary keys from inputs',
  'network.credentials-temporary-environment': 'temporary keys from the environment',
  'network.credentials-oidc': 'OIDC ({provider})',
  'network.credentials-role': 'role {role} via {source}',
  'network.credentials-role-through': 'role {role} through {before} via {source}',
  'network.credentials-valid-until': '{credentials}, valid until {time} UTC',
  'network.credentials-assumed': 'assumed role {role}',
  'network.credentials-remark-temporary':
    'The temporary keys come from the environment: get new ones in an earlier step.',
  'network.credentials-missing-after-job':
    '{revision} of {application} was not rolled back: no credentials',
  'network.credentials-missing-after-job-new':
    'the new rollout of {application} was not rolled back: no credentials',
  'network.credentials-missing-after-job-why':
    'The post step got no credentials: in nested composite actions it receives other inputs. Set the keys in the `env` of the job.',
  'network.stage-retry': 'Retry',
  'network.call-failing': '{action} failed, retrying: {why}',
  'network.call-retrying': '{action} failed ({why}); retrying in {pause} ms',
} as const satisfies Catalogue;
