import type { TestWorld } from '../world.ts';
import { TRIGGER } from './tem-actions.ts';

/** TEM answers that another rollout is in progress. */
export const BUSY = {
  kind: 'api-error',
  action: TRIGGER,
  code: 'ResourceInUse.ServiceDeploying',
} as const;

/** From now on every call of this action, or of all, is answered with HTTP 502 by a gateway. */
export function failEvery({ simulator }: Pick<TestWorld, 'simulator'>, action?: string): void {
  const fault = { kind: 'http-502-html', occurrence: 'every' } as const;
  simulator.faults.inject(action === undefined ? fault : { ...fault, action });
}
