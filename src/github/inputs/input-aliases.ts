import type { InputName } from './input-declarations.ts';
import { OPERATION_SERVICES } from './service-inputs.ts';

/** The input that a name means, by the service of the operation, or everywhere. */
type Meanings = Readonly<
  Partial<Record<(typeof OPERATION_SERVICES)[number] | 'everywhere', InputName>>
>;

const VERSION: Meanings = {
  tem: 'deploy-version',
  car: 'application-version-id',
  scf: 'qualifier',
};
const APPLICATION: Meanings = { tem: 'application-id', car: 'application-id' };
const FILE: Meanings = { tem: 'package-file', car: 'package-file' };
const ENVIRONMENT: Meanings = { tem: 'environment-id', scf: 'namespace' };

/** Names that users know from other actions, the console or the API. */
const ALIASES: ReadonlyMap<string, Meanings> = new Map([
  ['version', VERSION],
  ['version-id', VERSION],
  ['tag', { tem: 'deploy-version' }],
  ['image', { tem: 'deploy-version' }],
  ['image-tag', { tem: 'deploy-version' }],
  ['image-version', { tem: 'deploy-version' }],
  ['app', APPLICATION],
  ['app-id', APPLICATION],
  ['app-name', APPLICATION],
  ['application', APPLICATION],
  ['application-name', APPLICATION],
  ['service-id', APPLICATION],
  ['env', ENVIRONMENT],
  ['env-id', ENVIRONMENT],
  ['env-name', ENVIRONMENT],
  ['environment', ENVIRONMENT],
  ['environment-name', ENVIRONMENT],
  ['namespace-id', ENVIRONMENT],
  ['strategy', { tem: 'deploy-strategy' }],
  ['batches', { tem: 'total-batch-count' }],
  ['batch-count', { tem: 'total-batch-count' }],
  ['interval', { tem: 'batch-interval' }],
  ['beta', { tem: 'beta-batch-num' }],
  ['file', FILE],
  ['jar', FILE],
  ['war', FILE],
  ['package', FILE],
  ['revision', { tem: 'revision-id' }],
  ['function', { scf: 'function-name' }],
  ['task', { dlc: 'task-id' }],
  ['url', { everywhere: 'environment-url' }],
  ['lang', { everywhere: 'language' }],
  ['access-key-id', { everywhere: 'secret-id' }],
  ['access-key-secret', { everywhere: 'secret-key' }],
]);

/**
 * Returns the input of an operation that a foreign name means. Without a known operation, TEM is
 * assumed.
 */
export function findAliased(name: string, operation: string): InputName | undefined {
  const meanings = ALIASES.get(name.replaceAll('_', '-'));
  const service = operation.split('-')[0];
  const known = OPERATION_SERVICES.find((each) => each === service) ?? 'tem';
  return meanings?.[known] ?? meanings?.everywhere;
}
