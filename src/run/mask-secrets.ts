import { collectSecrets } from '../github/credentials.ts';
import { createMask } from '../github/mask.ts';
import { readProxies } from '../tencent/proxy-env.ts';
import type { Runtime } from './runtime.ts';

/** Masks every secret that the step was given; must run before anything else. */
export function maskSecrets({ core, env }: Pick<Runtime, 'core' | 'env'>): void {
  const { secrets } = readProxies(env);
  [...collectSecrets(env), ...secrets].forEach(createMask(core));
}
