import type { Catalogue } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK = {
  'network.stage-credentials': 'Credentials',
} as const satisfies Catalogue;
