import { createHash } from 'node:crypto';
import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import type { CosObject } from '../cos/object.ts';
import type { CosWorld } from '../cos/world.ts';
import type { Fields } from '../gateway/service.ts';
import { scfError } from './errors.ts';
import type { FunctionBehaviour, FunctionSeed } from './seed.ts';
import { zipOf } from './zip.ts';

const LATEST = '$LATEST';
const DEFAULT_BEHAVIOUR: FunctionBehaviour = {
  codeSha256: 'hex',
  urlForm: 'simulator',
  urlSeconds: 600,
};
const DEFAULT_SOURCE = 'def main_handler(event, context):\n    return "hello"\n';

export class SimulatedFunction {
  readonly functionName: string;
  readonly namespace: string;
  readonly region: string;
  /** May be changed at any time. */
  behaviour: FunctionBehaviour;
  readonly #clock: Clock;
  readonly #cos: CosWorld;
  readonly #bucket: string;
  /** Qualifier to key. */
  readonly #keys = new Map<string, string>();
  #deployingUntil = -Infinity;

  constructor(seed: FunctionSeed, clock: Clock, cos: CosWorld) {
    this.functionName = seed.functionName;
    this.namespace = seed.namespace ?? 'default';
    this.region = seed.region ?? 'ap-guangzhou';
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#cos = cos;
    this.#bucket = cos.createBucket(`lambdacode-${this.region}-${APP_ID}`, this.region).name;
    const latest = seed.code ?? zipOf('index.py', DEFAULT_SOURCE);
    const versions = Object.entries({ [LATEST]: latest, ...seed.versions });
    for (const [qualifier, code] of versions) this.publish(qualifier, code);
    if (seed.deployingSeconds !== undefined) this.deploy(seed.deployingSeconds);
  }

  get isDeploying(): boolean {
    return this.#clock.now() < this.#deployingUntil;
  }

  /** The package of a version, as it lies in COS. Throws ResourceNotFound.FunctionVersion. */
  code(qualifier: string = LATEST): CosObject {
    const key = this.#keys.get(qualifier);
    const object = key === undefined ? undefined : this.#cos.object(this.#bucket, key);
    if (object === undefined) throw scfError('ResourceNotFound.FunctionVersion');
    return object;
  }

  /** Someone else deploys: for so long the function's address is not to be had. */
  deploy(seconds: number): void {
    this.#deployingUntil = this.#clock.now() + seconds * 1000;
  }

  /** A version gets this package. */
  publish(qualifier: string, code: Uint8Array): void {
    const file = `${this.functionName}_${qualifier.replace('$', '')}.zip`;
    const key = `${APP_ID}/${this.namespace}/${this.functionName}/${file}`;
    this.#keys.set(qualifier, key);
    this.#cos.put(this.#bucket, key, code);
  }

  /** The fields of GetFunctionAddress. Throws ApiError. */
  address(qualifier: string = LATEST): Fields {
    if (this.isDeploying) throw scfError('FailedOperation.FunctionStatusError');
    const { key, sha256 } = this.code(qualifier);
    const { urlForm: form, urlSeconds: lifetimeSeconds, codeSha256 } = this.behaviour;
    return {
      Url: this.#cos.presign(this.#bucket, key, { form, lifetimeSeconds }),
      CodeSha256: HASH_FORMS[codeSha256](sha256),
    };
  }
}

const HASH_FORMS: Record<FunctionBehaviour['codeSha256'], (hex: string) => string> = {
  hex: (hex) => hex,
  base64: (hex) => Buffer.from(hex, 'hex').toString('base64'),
  none: () => '',
  wrong: (hex) => createHash('sha256').update(hex).digest('hex'),
};
