import type { NETWORK } from '../en/network.ts';
import type { Template } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK_ZH: Readonly<Record<keyof typeof NETWORK, Template>> = {
  'network.stage-credentials': '凭证',
};
